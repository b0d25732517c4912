"""The project's own tests: a package, since an installed test dependency brings another folder of this name."""
