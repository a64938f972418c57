"""Serves one directory over FTPS with pyftpdlib. The one argument is a JSON file with the settings."""

import json
import logging
import sys

from OpenSSL import SSL
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import TLS_FTPHandler
from pyftpdlib.servers import FTPServer

with open(sys.argv[1], encoding="utf-8") as file:
    settings = json.load(file)

VERSIONS = {"TLSv1.2": SSL.TLS1_2_VERSION, "TLSv1.3": SSL.TLS1_3_VERSION}


class ExplicitHandler(TLS_FTPHandler):
    certfile = settings["certificate"]
    tls_control_required = True
    tls_data_required = True
    passive_ports = range(settings["passive"][0], settings["passive"][1] + 1)

    def handle(self):
        print("control connection from", self.remote_ip, flush=True)
        self.begin()

    def begin(self):
        super().handle()


class ImplicitHandler(ExplicitHandler):
    def begin(self):
        # TLS first, then the greeting.
        self.secure_connection(self.ssl_context)
        self._prot = True
        super().begin()


logging.basicConfig(level=logging.INFO)
handler = ImplicitHandler if settings["implicit"] else ExplicitHandler
handler.authorizer = DummyAuthorizer()
handler.authorizer.add_user(
    settings["username"],
    settings["password"],
    settings["root"],
    perm=settings["settings"].pop("perm", "elradfmwMT"),
)
oldest, newest = settings["versions"]
context = handler.get_ssl_context()
context.set_min_proto_version(VERSIONS[oldest])
context.set_max_proto_version(VERSIONS[newest])
handler.ssl_context = context
server = FTPServer((settings["host"], settings["port"]), handler)
for name, value in settings["settings"].items():
    setattr(server, name, value)
server.serve_forever()
