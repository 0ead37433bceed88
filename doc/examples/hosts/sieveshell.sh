# Uploads a script, makes it the active one, and lists all.
sieveshell -a you@example.org -u you@example.org -e 'put vacation.sieve
activate vacation.sieve
list' mail.example.org
