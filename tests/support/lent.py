"""PostgreSQL databases that one test after the other is lent, emptied in between.

To copy the tables of a centre takes PostgreSQL longer than most tests take: a third of a second of processor.
What a test left in a way that emptying does not mend (other tables, settings, somebody connected) is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import obstore
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from tests.support import postgresql
from tests.support.centres import a_centre, files_beside
from tests.support.clock import StandingClock

_MOST_LOANS = 200
"""Then another is made: rows that were deleted still take up room."""

# The first rows of a fresh centre stay in a schema of their own.
_KEEP_FIRST_ROWS = """
CREATE SCHEMA first;
DO $$ DECLARE name text; is_filled boolean; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO is_filled;
    IF is_filled THEN EXECUTE format('CREATE TABLE first.%I AS TABLE public.%I', name, name); END IF;
  END LOOP;
END $$
"""
_AS_AT_FIRST = """
SET lock_timeout = '2s';
DO $$ DECLARE name text; is_filled boolean; BEGIN
  PERFORM set_config('session_replication_role', 'replica', true);
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO is_filled;
    IF is_filled THEN EXECUTE format('DELETE FROM public.%I', name); END IF;
  END LOOP;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'first' LOOP
    EXECUTE format('INSERT INTO public.%I SELECT * FROM first.%I', name, name);
  END LOOP;
  FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
    EXECUTE format('ALTER SEQUENCE public.%I RESTART', name);
  END LOOP;
END $$
"""
_SHAPE = """
SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
  SELECT concat(relname, relkind, relpersistence) AS line FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat(relname, attname, atttypid, attnotnull, attisdropped) FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat(conname, contype) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT concat(tgrelid, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT concat(proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT array_to_string(setconfig, ',') FROM pg_db_role_setting
    JOIN pg_database ON pg_database.oid = setdatabase WHERE datname = current_database()
) AS lines
"""
_OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class LentDatabases:
    """Of one server, each with a centre's tables. Not for threads."""

    def __init__(self, server_url: str, dropping: ExitStack) -> None:
        """`dropping` ends them all."""
        self._server_url, self._dropping = server_url, dropping
        self._free: list[str] = []
        self._loans: dict[str, int] = {}
        template_url = self._dropping.enter_context(postgresql.database(server_url))
        a_centre(template_url, StandingClock()).database.close()
        with _speaking(template_url) as connection:
            connection.execute(text(_KEEP_FIRST_ROWS))
            self._shape = connection.execute(text(_SHAPE)).scalar_one()
        self._template = str(make_url(template_url).database)

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The URL of one that nobody else has meanwhile, as a fresh centre leaves it."""
        url = self._free.pop() if self._free else self._dropping.enter_context(self._another())
        self._loans[url] = self._loans.get(url, 0) + 1
        yield url
        if self._loans[url] < _MOST_LOANS and self._is_as_at_first(url):
            self._free.append(url)

    def _another(self) -> AbstractContextManager[str]:
        return postgresql.database(self._server_url, self._template)

    def _is_as_at_first(self, url: str) -> bool:
        """Empties it. False where that was not all there is to do."""
        try:
            with _speaking(url) as connection:
                if connection.execute(text(_OTHERS)).scalar_one():
                    return False
                if connection.execute(text(_SHAPE)).scalar_one() != self._shape:
                    return False
                connection.execute(text(_AS_AT_FIRST))
        except DBAPIError:
            return False
        _empty_files(url)
        return True


@contextmanager
def lending(server_url: str) -> Iterator[LentDatabases]:
    with ExitStack() as dropping:
        yield LentDatabases(server_url, dropping)


@contextmanager
def _speaking(url: str) -> Iterator[Connection]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _empty_files(url: str) -> None:
    store = files_beside(url)
    for names in obstore.list(store):
        obstore.delete(store, [each["path"] for each in names])
