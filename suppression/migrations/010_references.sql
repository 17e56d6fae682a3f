-- Ids of texts may begin again at whoever brings them: one of another person is another text.

DROP INDEX texts_of_reference;
CREATE UNIQUE INDEX texts_of_reference ON texts (source, reference, person) WHERE reference <> '';
