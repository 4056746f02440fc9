"""The archive keeps bytes under their hash and notices when they are not those any more."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.model.errors import StoreError
from riwaya.store.archive import Archive, packed, unpacked

DATA = "صفحة".encode() * 1000
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "captures")


def test_bytes_come_back(archive):
    archive.keep(SHA256, DATA)
    assert archive.data(SHA256) == DATA
    assert archive.path(SHA256).relative_to(archive.folder).parts == (SHA256[:2], f"{SHA256}.zst")
    assert 0 < archive.path(SHA256).stat().st_size < len(DATA) / 10
    assert [path.name for path in archive.folder.rglob("*") if path.is_file()] == [f"{SHA256}.zst"]


def test_a_file_is_never_written_again(archive):
    archive.keep(SHA256, DATA)
    before = archive.path(SHA256).stat().st_mtime_ns
    archive.keep(SHA256, DATA)
    assert archive.path(SHA256).stat().st_mtime_ns == before


def test_missing_and_altered_bytes(archive):
    with pytest.raises(StoreError, match=f"capture {SHA256}: missing"):
        archive.data(SHA256)
    archive.keep(SHA256, DATA)
    archive.path(SHA256).write_bytes(packed(b"other bytes"))
    with pytest.raises(StoreError, match="altered: the bytes have another hash"):
        archive.data(SHA256)
    archive.path(SHA256).write_bytes(b"no frame")
    with pytest.raises(StoreError, match="altered"):
        archive.data(SHA256)


def test_a_folder_that_cannot_be_written(archive, tmp_path):
    (tmp_path / "captures").write_text("a file in the way")
    with pytest.raises(StoreError, match="cannot be kept"):
        archive.keep(SHA256, DATA)


@given(st.binary())
def test_any_bytes(data):
    assert unpacked(packed(data), hashlib.sha256(data).hexdigest()) == data
