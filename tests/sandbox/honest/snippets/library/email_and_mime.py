from email.message import EmailMessage
from email.mime.text import MIMEText
from email.utils import parseaddr

m = EmailMessage()
m["Subject"] = "Loss"
m.set_content("0.1")
print(m)
print(MIMEText("x")["Content-Type"], parseaddr("A <a@example.org>"))
