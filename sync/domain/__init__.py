"""The words of Lorong: records, people, rights, areas, forms. Standard library only."""
