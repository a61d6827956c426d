"""Runs scim2-tester against a SCIM server and prints what it reports: one line for each check, and how many there were of
each status. Usage: check.py BASE_URL, with the bearer token in the environment."""

import collections
import os
import sys

import httpx2
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

http = httpx2.Client(
    base_url=sys.argv[1], headers={"Authorization": f"Bearer {os.environ['SCIM_TOKEN']}"}, timeout=30
)
results = check_server(SyncSCIMClient(http))
for result in results:
    about = " ".join(text for text in (result.resource_type, result.reason) if text)
    print(f"{result.status.name}\t{result.title}\t{about}")
counts = collections.Counter(result.status for result in results)
print("; ".join(f"{status.name.lower()}: {counts[status]}" for status in Status))
