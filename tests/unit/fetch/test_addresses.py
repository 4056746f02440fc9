"""Which addresses are refused: those of this machine, of its own network, and their disguises."""

import pytest

from riwaya.fetch.addresses import Refused, check_name, checked, is_public, resolved

PRIVATE = [
    "127.0.0.1", "127.8.9.10", "0.0.0.1", "10.0.0.5", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::",
    "2001:0:0:0:0:0:80ff:fffe", "not an address", "",
]  # fmt: skip
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700::6810:84e5", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses(address):
    assert not is_public(address)
    with pytest.raises(Refused, match="has no address|leads to"):
        checked("name.example", 80, lambda *_: (address,) if address else (), False)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address):
    assert is_public(address)
    assert checked("name.example", 80, lambda *_: (address,), False) == (address,)


def test_one_private_address_among_public_ones_is_enough():
    with pytest.raises(Refused, match="leads to 10.0.0.1"):
        checked("name.example", 80, lambda *_: ("8.8.8.8", "10.0.0.1"), False)
    assert checked("name.example", 80, lambda *_: ("8.8.8.8", "10.0.0.1"), True) == ("8.8.8.8", "10.0.0.1")


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "017700000001"])
def test_other_ways_to_write_an_address_are_resolved_before_they_are_checked(host):
    assert resolved(host, 80) == ("127.0.0.1",)
    with pytest.raises(Refused):
        check_name(host)


@pytest.mark.parametrize("host", ["localhost", "router", "a.localhost", "nas.local", "127.0.0.1", "[::1]", "10.1.1.1"])
def test_names_that_a_proxy_is_not_asked_for(host):
    with pytest.raises(Refused):
        check_name(host)


def test_names_that_a_proxy_may_be_asked_for():
    for host in ("marsa.example", "8.8.8.8", "abcdefghij.onion"):
        check_name(host)
