"""Exim 4 on 127.0.0.1, without privileges and apart from the system's mail: own configuration, spool and users.

Debian's exim insists on a user named Debian-exim and on not being root. nss_wrapper shows it such a user, which has the
number of whoever runs the test, or of nobody when that is root.
"""
import os
import pathlib
import shutil
import socket
import subprocess
import time

NSS_WRAPPER = next(iter(sorted(pathlib.Path("/usr/lib").glob("*/libnss_wrapper.so"))), None)

CONFIGURATION = """
primary_hostname = mail.example.com
spool_directory = {folder}/spool
log_file_path = {folder}/log/%s
pid_file_path = {folder}/exim.pid
local_interfaces = <; 127.0.0.1.{port} ; 127.0.0.1.{tls_port}
tls_on_connect_ports = {tls_port}
tls_advertise_hosts = *
tls_certificate = {folder}/server.pem
tls_privatekey = {folder}/server.key
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
never_users =
keep_environment =
deliver_drop_privilege = true
trusted_users = Debian-exim
smtp_accept_max = 20
smtp_accept_max_per_connection = {mails_each}
accept_8bitmime = true
message_size_limit = 20M
acl_smtp_mail = mail
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
mail:
  deny message = sign in first
       !authenticated = *
  accept
rcpt:
  deny message = 5.1.1 no such user here
       local_parts = bad
  defer message = 4.2.2 mailbox is full
       local_parts = full
  defer message = 4.2.1 come back later
       local_parts = busy
       condition = ${{if exists{{{folder}/busy}}}}
  accept
data:
  defer message = 4.3.0 not now
       condition = ${{if match{{$h_subject:}}{{put off}}}}
  deny message = 5.6.0 not like this
       condition = ${{if match{{$h_subject:}}{{refuse}}}}
  accept
begin routers
everybody:
  driver = accept
  local_parts = lsearch;{folder}/users
  transport = folder
begin transports
folder:
  driver = appendfile
  directory = {folder}/mail/$local_part_data
  maildir_format
  create_directory
  user = Debian-exim
  group = Debian-exim
  delivery_date_add = false
  envelope_to_add = false
  return_path_add = false
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_certificates(folder):
    """An authority, and a certificate of 127.0.0.1 that it has signed."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=Test authority", "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", *key, "-subj", "/CN=mail.example.com", "-keyout", "server.key", "-out", "server.csr")
    (folder / "extension").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-extfile", "extension", "-out", "server.pem")


class Exim:
    """Runs until `stop`. `program` is any exim4 of Debian; a copy without its privileges is run."""

    def __init__(self, program, folder, user, password, readers, mails_each=1000):
        if NSS_WRAPPER is None:
            raise RuntimeError("libnss_wrapper.so is missing: install libnss-wrapper, as ./dev test does")
        self.folder = pathlib.Path(folder)
        self.port, self.tls_port = free_port(), free_port()
        self.uid = os.getuid() or 65534
        for name in ("spool", "log", "mail"):
            (self.folder / name).mkdir()
        make_certificates(self.folder)
        shutil.copyfile(program, self.folder / "exim4")
        (self.folder / "exim4").chmod(0o755)
        (self.folder / "exim.conf").write_text(CONFIGURATION.format(
            folder=self.folder, port=self.port, tls_port=self.tls_port, user=user, password=password,
            mails_each=mails_each))
        (self.folder / "users").write_text("".join(f"{reader}: {reader}\n" for reader in readers))
        for name in ("passwd", "group"):
            entry = f"Debian-exim:x:{self.uid}:{self.uid}::/:/bin/false\n" if name == "passwd" else f"Debian-exim:x:{self.uid}:\n"
            root = "root:x:0:0::/:/bin/sh\n" if name == "passwd" else "root:x:0:\n"
            (self.folder / name).write_text(root + entry)
        self.give_away()
        self.process = self.start()

    def give_away(self):
        if os.getuid() != 0:
            return
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, self.uid, self.uid)

    def start(self):
        environment = {"LD_PRELOAD": str(NSS_WRAPPER), "NSS_WRAPPER_PASSWD": str(self.folder / "passwd"),
                       "NSS_WRAPPER_GROUP": str(self.folder / "group"), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        as_nobody = {"user": self.uid, "group": self.uid, "extra_groups": []} if os.getuid() == 0 else {}
        process = subprocess.Popen([self.folder / "exim4", "-C", self.folder / "exim.conf", "-bdf"], env=environment,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.folder,
                                   **as_nobody)
        for _ in range(200):
            if process.poll() is not None:
                raise RuntimeError(f"exim ended: {process.stdout.read()}{self.log('panic')}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
                return process
            except OSError:
                time.sleep(0.05)
        process.kill()
        raise RuntimeError("exim does not listen: " + self.log("main"))

    def log(self, which):
        path = self.folder / "log" / which
        return path.read_text(errors="replace") if path.exists() else ""

    def mails(self, user, count):
        """The contents of the mails of a user, once there are so many."""
        for _ in range(400):
            files = [path for path in (self.folder / "mail" / user / "new").glob("*")]
            if len(files) >= count:
                break
            time.sleep(0.05)
        return [path.read_bytes() for path in sorted(files)]

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()
