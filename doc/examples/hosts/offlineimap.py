# ~/.offlineimap.py: where ~/.offlineimaprc has its tokens from.
import subprocess


def token(account):
    command = ["sasl-oauth", "token", account, "--min-validity", "30m"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
