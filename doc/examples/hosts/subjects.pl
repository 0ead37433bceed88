#!/usr/bin/perl
# Shows the subjects in the mailbox of a server that takes tokens.
use strict;
use warnings;
use Authen::SASL qw(Cyrus);    # libsasl2; without it Perl's own mechanisms, which know no tokens
use IO::Socket::SSL;
use MIME::Base64;

my ($server, $port, $user, $mechanism) = ('imap.example.org', 993, 'user@example.org', 'XOAUTH2');

my $imap = IO::Socket::SSL->new(PeerHost => $server, PeerPort => $port, Timeout => 30)
  or die "$server: $SSL_ERROR\n";
my $greeting = <$imap>;

my $sasl = Authen::SASL->new(mechanism => $mechanism, callback => {auth => $user});
my $login = $sasl->client_new('imap', $server);
my $first = $login->client_start;
defined $first or die 'sign-in: ', $login->error, "\n";
command("AUTHENTICATE $mechanism " . encode_base64($first, ''));
command('EXAMINE INBOX');
my @lines = command('FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]');
print map { /^Subject: (.*?)\r?$/ ? "$1\n" : () } @lines;
command('LOGOUT');

# Gives the lines before the server's OK; answers its questions, which are of the sign-in.
sub command {
  my ($text) = @_;
  my @lines;
  print $imap "a $text\r\n";
  while (defined(my $line = <$imap>)) {
    return @lines if $line =~ /^a OK/;
    die "$line" if $line =~ /^a /;
    push @lines, $line;
    next unless $line =~ /^\+ ?(.*?)\r?$/;
    print $imap encode_base64($login->client_step(decode_base64($1)) // '', ''), "\r\n";
  }
  die "$server closed the connection\n";
}
