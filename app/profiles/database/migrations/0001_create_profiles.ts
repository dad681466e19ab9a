import { sql } from 'kysely';
import type { Migration } from './migration';

/** Creates the table of profiles, and indexes for the list, for files, and for incomplete deletions. */
export const createProfiles: Migration = {
  name: '0001_create_profiles',
  async up(database) {
    await sql`
      create table profiles (
        id uuid primary key,
        created_at timestamptz(6) not null default clock_timestamp(),
        name text not null,
        search_name text not null,
        email text not null,
        phone text,
        about text,
        file_id uuid unique,
        file_name text,
        token_hash bytea not null,
        revision uuid not null,
        deleted_at timestamptz(6),
        check ((file_id is null) = (file_name is null))
      )
    `.execute(database);
    await sql`create index profiles_newest on profiles (created_at desc, id desc) where deleted_at is null`.execute(
      database,
    );
    await sql`create index profiles_deleted on profiles (deleted_at) where deleted_at is not null`.execute(database);
  },
};
