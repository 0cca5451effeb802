"""What a password may not be: too short or long, known from leaks, the name of this service or one's own address.

After NIST SP 800-63B 5.1.1.2: length counts, no rule on which characters, and a list of those that were leaked.
"""

from __future__ import annotations

from assurance.domain.errors import InvalidInput

SHORTEST, LONGEST = 12, 1024
PRODUCT = "assurance"
_KNOWN = """
    000000000000 010203040506 0r968ji9ufj6 102030405060 111111111111 111111111111111 111222tianya 112233445566
    123123123123 123321123321 123456123456 123456654321 123456789000 12345678900987654321 1234567890123
    12345678901234567890 1234567890987654321 1234567890qwertyuiop 1234567891011 123456789101112 123456789123
    123456789123456 1234567891234567 123456789123456789 12345678987654321 123456789987654321 123456789abc
    123456789asd 123456789qaz 123456789qwe 123456789qwerty 123456qwerty 123admin321a 123qwe123qwe 123qweasdzxc
    159753159753 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i 1q2w3e4r5t6y7u8i9o 1q2w3e4r5t6y7u8i9o0p
    1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qazxsw23edc 520love101182 5532361cnjqrf abc123456789 administrator
    arabella24630 asdfghjkl123 avrillavigne christopher1 combat123654 cookiemonster cosmopolitan counterstrike
    demon1q2w3e4r demon1q2w3e4r5t dfg5fhg5vgfh1 edwardcullen ezekiel11991 familiyafamiliya finalfantasy
    g13916055158 gettherefast gfhjkmgfhjkm ghbdtnrfrltkf ghhh47hj7649 googletester hannahmontana hawkesbury93
    heterosexual ichliebedich ihatethisgame ilovemyfamily imyaimyaimya inactive1996aug ingodwetrust
    international internazionale jamesbond007 jesuslovesme jkiuztdftl57 jundian2011xr justinbieber
    kartoffelpuffer knackwurst8853 laurel12creek leavemealone leliane50934 lightpower12345 linkedin2011
    liverpool123 lovelovelove lydcc20091314 m01759766727 manchesterunited maprchem56458 marek14michal
    megaparol12345 michaeljackson migrationschool minecraft123 moderncombat motherfucker natiichen999
    needforspeed neworleans12345 onedirection password1234 password12345 password123456 peanutbutter
    playstation2 playstation3 polniypizdec0211 polniypizdec1102 polniypizdec110211 professional projectsadminx
    przyjaciolki q1w2e3r4t5y6 q1w2e3r4t5y6u7i8o9p0 qazwsxedc123 qazwsxedcrfv qazwsxedcrfvtgb qazxswedcvfr
    qwe123qwe123 qweasdzxc123 qwegta13091990 qwerasdfzxcv qwerty123456 qwerty123456789 qwertyasdfgh qwertyqwerty
    qwertyuiop12 qwertyuiop123 qwertyytrewq residentevil s8ylpe9jdpvym sdf7asdf6asdg8df sebastian106
    seniseviyorum sojdlg123aljg somanypickles27 sonnenschein sonyericsson startfinding starwarsfan10
    stefangreil1983 stratocaster supernatural telechargement temppassword total12scherz transformers
    vitor1268123 weronika1992 xantria10315 xtseo2011tdx yandi20080527 yemi19900911 yfdbufnjh10305070
    zaq1xsw2cde3 zmx870919123 zxcasdqwe123
"""
LEAKED = frozenset(_KNOWN.split())
"""Those of 12 characters and more among the 20,000 passwords most used in leaks (the list in Django, BSD licence)."""
TOO_EASY = "This password is easy to guess"
INSTEAD = "choose three or four words that have nothing to do with each other"


def check(password: str, *, email: str) -> None:
    """Raise `InvalidInput` at the password, in words that say what would do; nothing is compared or kept."""
    if len(password) < SHORTEST:
        raise InvalidInput("password", f"The password must have at least {SHORTEST} characters")
    if len(password) > LONGEST:
        raise InvalidInput("password", f"The password must have at most {LONGEST} characters")
    found = _reason(password.casefold(), email.strip().casefold())
    if found:
        raise InvalidInput("password", f"{TOO_EASY}: {found}; {INSTEAD}")


def _reason(typed: str, email: str) -> str:
    """Say why a password would be guessed early, or nothing."""
    bare = "".join(typed.split())
    if bare in LEAKED:
        return "it is known from leaks"
    if PRODUCT in bare:
        return "it holds the name of this service"
    mailbox = email.partition("@")[0]
    if email and (email in bare or (len(mailbox) > 4 and len(bare) < 2 * len(mailbox) + 4 and mailbox in bare)):
        return "it holds your email address"
    return "it repeats a few characters" if len(set(bare)) < 5 else ""
