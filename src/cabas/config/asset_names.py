"""Assets are served under a name that changes with their content; so are the modules that others import."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class AssetStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """`import … from "./money.js";` names the file of that content: a page never mixes two versions.

    Django knows how, for every script or none; those of other libraries speak of imports in their comments.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("stand/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
        ("closing/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
