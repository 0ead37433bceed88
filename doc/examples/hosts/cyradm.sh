# Makes a mailbox, and lists all.
cyradm --user you@example.org --auth XOAUTH2 --tlskey "" --cafile /etc/ssl/certs/ca-certificates.crt \
  mail.example.org <<END
createmailbox Work
listmailbox
quit
END
