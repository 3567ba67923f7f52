CREATE TABLE node (
  id             BLOB PRIMARY KEY,  -- 32 bytes
  public_key     BLOB NOT NULL,     -- 64 bytes
  record         TEXT,              -- enr:..., NULL where none is known
  endpoints      TEXT NOT NULL,     -- "address udp tcp", joined by commas, in the order of trying
  sources        TEXT NOT NULL,     -- input, v4, v5, joined by commas
  score          INTEGER NOT NULL DEFAULT 0,
  first_response INTEGER,           -- UTC, seconds since 1970, as all times
  last_response  INTEGER,
  last_check     INTEGER
) WITHOUT ROWID;

CREATE TABLE visit (
  number     INTEGER PRIMARY KEY,
  node       BLOB NOT NULL REFERENCES node (id),
  at         INTEGER NOT NULL,
  outcome    TEXT NOT NULL,
  detail     TEXT,
  v4         INTEGER NOT NULL,      -- 1 where it answered
  v5         INTEGER NOT NULL,
  dialed     INTEGER NOT NULL,
  family     INTEGER,               -- 4 or 6
  client     TEXT,
  eth        INTEGER,
  network_id INTEGER,               -- unsigned 64 bits, stored as signed
  fork_hash  INTEGER,
  fork_next  INTEGER,               -- unsigned 64 bits, stored as signed
  json       TEXT NOT NULL          -- all that was measured, one object
);

CREATE INDEX visit_of_node ON visit (node, number);
