-- The three roles of the database, and who owns it. Run by whoever rules the server, in the database of the site: when it
-- was made, before it is restored, and once where it comes from a version that had one role. Harmless when run again.
-- The passwords are taken from the environment. What each role may do to which table is given by `manage.py migrate`.
\set ON_ERROR_STOP 1
\getenv owner POSTGRES_OWNER_PASSWORD
\getenv run POSTGRES_RUN_PASSWORD
\getenv backup POSTGRES_BACKUP_PASSWORD
BEGIN;

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['sizhiqiang_owner', 'sizhiqiang_run', 'sizhiqiang_backup']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

ALTER ROLE sizhiqiang_owner LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner';
ALTER ROLE sizhiqiang_run LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'run';
ALTER ROLE sizhiqiang_backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'backup';

-- Compiling our statements takes seconds, running them milliseconds.
ALTER ROLE sizhiqiang_owner SET jit = off;
ALTER ROLE sizhiqiang_run SET jit = off;
ALTER ROLE sizhiqiang_backup SET jit = off;

SELECT format('ALTER DATABASE %I OWNER TO sizhiqiang_owner', current_database()) \gexec
ALTER SCHEMA public OWNER TO pg_database_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- What another role has made so far; sequences of columns go with their tables.
SELECT format('ALTER TABLE %s OWNER TO sizhiqiang_owner', oid::regclass)
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relowner <> 'sizhiqiang_owner'::regrole \gexec
SELECT format('ALTER ROUTINE %s OWNER TO sizhiqiang_owner', oid::regprocedure)
FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proowner <> 'sizhiqiang_owner'::regrole \gexec

COMMIT;
