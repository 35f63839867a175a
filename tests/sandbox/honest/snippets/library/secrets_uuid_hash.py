import hashlib
import hmac
import secrets
import uuid

print(len(secrets.token_hex(8)), secrets.randbelow(1), len(str(uuid.uuid4())))
print(hashlib.sha256(b"abc").hexdigest(), hashlib.md5(b"").hexdigest())
print(hmac.new(b"k", b"m", "sha1").hexdigest(), hashlib.blake2b(b"x", digest_size=8).hexdigest())
uuid.uuid5(uuid.NAMESPACE_DNS, "example.org")
