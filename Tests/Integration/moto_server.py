# SPDX-License-Identifier: Apache-2.0
"""moto's server, with writes to a DynamoDB item one after the other, as DynamoDB does them.

moto reads, changes and stores in threads that don't wait for each other, so that it loses some of many additions at once.

usage: moto_server.py -p PORT
"""
import functools
import sys
import threading

from moto.dynamodb.responses import DynamoHandler
from moto.server import main

lock = threading.RLock()


def one_at_a_time(method):
    @functools.wraps(method)
    def locked(*arguments, **named):
        with lock:
            return method(*arguments, **named)
    return locked


for name in ("put_item", "update_item", "delete_item", "transact_write_items"):
    setattr(DynamoHandler, name, one_at_a_time(getattr(DynamoHandler, name)))
if __name__ == "__main__":
    main(sys.argv[1:])
