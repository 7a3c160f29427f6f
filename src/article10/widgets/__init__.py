"""The module's widgets: one Python class and one ES module each."""
