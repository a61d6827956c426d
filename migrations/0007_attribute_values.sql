-- What people's SCIM attributes hold, one row for each value, so that filters on any attribute and orders by any are
-- statements. `path` is the attribute's canonical path, `element` the place in its list (0 where it is none), `value` the
-- text as it is compared: in lower case where case does not count. What has a column of `users` has no row here.
CREATE TABLE attribute_values (
    user_id BIGINT NOT NULL REFERENCES users (id),
    path TEXT NOT NULL,
    element BIGINT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (user_id, path, element)
);
-- A value may be longer than an index entry of PostgreSQL may be, so that only its beginning is in the index.
CREATE INDEX attribute_values_by_value ON attribute_values (path, substr(value, 1, 200), user_id);
