#!/usr/bin/perl
# Sends a message from standard input through a server that takes tokens:
#   send.pl RECIPIENT <message
use strict;
use warnings;
use Authen::SASL qw(Cyrus);    # libsasl2; without it Perl's own mechanisms, which know no tokens
use Net::SMTP;

my ($server, $port, $user, $mechanism) = ('smtp.example.org', 465, 'user@example.org', 'XOAUTH2');
my $recipient = shift or die "usage: send.pl RECIPIENT <message\n";

my $smtp = Net::SMTP->new($server, Port => $port, SSL => 1, Timeout => 30)
  or die "$server: $@\n";
$smtp->auth(sasl()) or die 'sign-in: ', reason(), "\n";
$smtp->mail($user) && $smtp->to($recipient) && $smtp->data(<STDIN>)
  or die 'sending: ', $smtp->code, ' ', $smtp->message;
$smtp->quit;
print "sent\n";

sub sasl { return Authen::SASL->new(mechanism => $mechanism, callback => {auth => $user}) }

# The server's answer; or, if nothing was sent, libsasl2's reason, which Net::SMTP does not keep.
sub reason {
  return $smtp->code . ' ' . $smtp->message if $smtp->code >= 400;
  my $sasl = sasl();
  my $login = $sasl->client_new('smtp', $server);
  $login->client_start;
  return $login->error;
}
