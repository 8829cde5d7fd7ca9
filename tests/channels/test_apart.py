"""The contract that no channel knows another, on a drawing of packages made for the purpose."""

from grimp import ImportGraph

from tests.support.apart import apart


def test_every_folder_is_held_apart_and_files_and_those_besides_are_not():
    graph = ImportGraph()
    for name in (
        "channels",
        "channels.mark",
        "channels.a",
        "channels.a.adapter",
        "channels.wire",
        "channels.wire.door",
    ):
        graph.add_module(name)
    assert apart(graph, "channels", ["wire"]) == ["channels.a"]


def test_a_new_folder_is_held_apart_without_being_named_anywhere():
    graph = ImportGraph()
    for name in ("channels", "channels.a", "channels.a.adapter", "channels.new", "channels.new.adapter"):
        graph.add_module(name)
    assert apart(graph, "channels", []) == ["channels.a", "channels.new"]
