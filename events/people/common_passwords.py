"""Passwords of ten and more characters that everybody tries first, in lower case.

Shorter ones are refused for their length. Collected from the usual lists of leaked passwords, with
the keyboard walks and phrases that are typed in China.
"""

_WORDS = """
0123456789 01234567890 1234567890 12345678900 12345678901 123456789a 123456789q 1234567891
12345678910 123456789123 1234567890a 1234567890q 0987654321 9876543210 1234554321 1231231231
123123123123 1122334455 11223344556 1212121212 147258369a 1472583690 147852369a 1478523690
0147258369 1357924680 1314520520 5201314520 5201314123 5201314521 520131400 woaini1314
woaini1314520 woaini520 woaini5201314 woaini123456 woaiwojia1 woaizhongguo iloveyou123
iloveyou1314 iloveyou12 iloveyouforever asdfghjkl1 asdfghjkl; asdfghjkl123 asdfasdfasdf
qwertyuiop qwertyuiop1 qwertyuiop123 qwertyuiop[] qwerty12345 qwerty123456 qwer123456
qwe123456789 qazwsxedcrfv qazwsx123456 qazwsxedc1 1qaz2wsx3edc 1q2w3e4r5t 1q2w3e4r5t6y
1qazxsw23edc q1w2e3r4t5 q1w2e3r4t5y6 zxcvbnm123 zxcvbnm1234 abcdefghij abcdefg123 abcd123456
abc123456789 abc1234567 aa123456789 aaa123456789 a123456789 a1234567890 a12345678910
q123456789 z123456789 w123456789 password01 password11 password12 password123 password1234
password12345 password123456 password1! password123! passw0rd123 p@ssw0rd123 p@ssword123
mypassword admin12345 admin123456 admin1234567 administrator administrator1 root123456
test123456 testtest123 welcome123 welcome1234 letmein123 changeme123 iamadmin123 guest12345
user123456 superman123 sunshine12 football123 baseball123 princess123 computer123 internet123
kexuepuji123 kepuli12345 kepuli123456 zhongguo123 zhongguo123456 chongqing123 beijing123
beijing2008 shanghai123 1password1 default123 secret12345 windows12345 company123
"""
COMMON = frozenset(_WORDS.split())
