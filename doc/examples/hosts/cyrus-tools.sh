PATH="$PATH:/usr/lib/cyrus/bin"    # where Debian keeps them

# IMAP; then: . select inbox
imtest -s -p imaps -m XOAUTH2 -a you@gmail.com imap.gmail.com

# POP; then: STAT
pop3test -s -p pop3s -m XOAUTH2 -a you@gmail.com pop.gmail.com

# SMTP; then: MAIL FROM:<you@gmail.com>
smtptest -t "" -p submission -m XOAUTH2 -a you@gmail.com smtp.gmail.com

# ManageSieve, on the server itself; then: LISTSCRIPTS
sivtest -p sieve -m XOAUTH2 -a you@gmail.com mail.example.org
