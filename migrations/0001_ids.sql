-- Integer ids of every table come from one sequence, so that an id of one kind is never one of another.
-- 1 is the root folder; ids below 100 are kept for what migrations make.
CREATE TABLE id_sequence (next_id BIGINT NOT NULL);
INSERT INTO id_sequence (next_id) VALUES (100);
