import type { FileRecord } from '../files/file-metadata';
import type { Profile, PublicProfile } from '../profile';
import { fileHref } from './profile-paths';

/** Copies only the public fields of a profile. */
export function publicPart({ id, createdAt, name, about, file }: PublicProfile): PublicProfile {
  return { id, createdAt, name, about, file };
}

/** Returns a profile as public JSON. */
export function publicJson(profile: PublicProfile, record: FileRecord | null = null): object {
  return { ...publicPart(profile), file: fileJson(profile, record) };
}

/** Returns a profile as JSON for its owner. */
export function managedJson(profile: Profile, record: FileRecord | null = null): object {
  return { ...profile, file: fileJson(profile, record) };
}

/**
 * Returns the file of a profile as JSON. It contains no file id, because the id is not public, and the profile
 * identifies the file.
 */
function fileJson({ id, file }: PublicProfile, record: FileRecord | null): object | null {
  if (file === null) return null;
  const metadata = record && { size: record.size, type: record.type, sha256: record.sha256 };
  return { name: file.name, href: fileHref(id), ...metadata };
}
