"""Signs in over SFTP with one client and one method, and lists the top folder.

Arguments: client, port, user name, and as JSON what is given: {"method": ..., "key": ..., "certificate": ..., "password": ...,
"answers": [...]}. Prints what the server says, line by line, then `in: <names>` or `out: <why>`.
"""

import asyncio
import json
import sys

client, port, user, given = sys.argv[1], int(sys.argv[2]), sys.argv[3], json.loads(sys.argv[4])
answers = iter(given.get("answers", []))


def reply(instructions, prompts):
    """What a person answers: each prompt gets the next answer."""
    if instructions:
        print(instructions, flush=True)
    for prompt in prompts:
        print(prompt, flush=True)
    return [next(answers, "") for _ in prompts]


def with_paramiko():
    import paramiko

    # paramiko's plain transport asks for the service of signing in before each method, which russh answers once.
    transport = paramiko.ServiceRequestingTransport(("127.0.0.1", port))
    transport.start_client(timeout=30)
    transport.auth_timeout = 320
    left = []
    if "key" in given:
        key = paramiko.Ed25519Key.from_private_key_file(given["key"])
        if "certificate" in given:
            key.load_certificate(given["certificate"])
        left = transport.auth_publickey(user, key)
    if given["method"] == "password":
        transport.auth_password(user, given["password"], fallback=False)
    elif given["method"] == "keyboard-interactive" or left:
        handler = lambda title, instructions, prompts: reply(instructions, [text for text, _ in prompts])
        transport.auth_interactive(user, handler)
    return transport.open_sftp_client().listdir("/")


async def with_asyncssh():
    import asyncssh

    class Person(asyncssh.SSHClient):
        asked = False

        def kbdint_auth_requested(self):
            # Once: asyncssh would begin anew after each refusal.
            first, self.asked = not self.asked, True
            return "" if first else None

        def kbdint_challenge_received(self, name, instructions, lang, prompts):
            return reply(instructions, [text for text, _ in prompts])

    keys = None
    if "key" in given:
        keys = [(given["key"], given["certificate"])] if "certificate" in given else [given["key"]]
    wanted = given["method"]
    if wanted == "key":
        # Without answers, the client must not come to questions.
        wanted = "publickey,keyboard-interactive" if given["answers"] else "publickey"
    options = dict(
        port=port, username=user, known_hosts=None, config=None, agent_path=None, login_timeout=320,
        client_factory=Person, client_keys=keys, password=given.get("password"),
        preferred_auth=wanted,
    )
    async with asyncssh.connect("127.0.0.1", **options) as connection:
        async with connection.start_sftp_client() as sftp:
            return await sftp.listdir("/")


try:
    names = with_paramiko() if client == "paramiko" else asyncio.run(with_asyncssh())
    print("in:", " ".join(sorted(names)), flush=True)
except Exception as error:
    print("out:", type(error).__name__, error, flush=True)
