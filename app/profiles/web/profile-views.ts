import type { Fields } from '../../forms/text-fields';
import type { Problem } from '../../http/problem';
import type { Views } from '../../views';
import type { FileRecord } from '../files/file-metadata';
import { type FileType, fileTypes } from '../files/file-type';
import type { Profile, ProfileQuery, PublicProfile } from '../profile';
import type { Shown } from '../profile-service';
import { isPicture } from './file-response';
import { isFileToGo } from './profile-form';

/** What a page of the list shows. */
export interface ProfilesView {
  /** Newest first. */
  readonly profiles: readonly PublicProfile[];
  readonly query: ProfileQuery;
  /** Where the page of older profiles is, or null on the last page. */
  readonly nextHref: string | null;
  /** Where the newest profiles are, or null on their own page. */
  readonly newestHref: string | null;
}

/** A form that comes back, or one that has not been sent. */
export interface ProfileFormView {
  /** What stands in the fields: what was typed. */
  readonly fields: Fields;
  /** What is wrong with them, or with the stores; null before the form was sent. */
  readonly problem: Problem | null;
  /** Whether a file was sent, which a browser does not send again by itself. */
  readonly hadFile: boolean;
  /** What sending the form again repeats, as the form of a new profile carries it. @default '' */
  readonly attempt?: string;
}

/** The form of a profile that is there already. */
export interface ManagedView extends ProfileFormView {
  readonly id: string;
  readonly token: string;
  /** The profile, or null where it cannot be read at the moment. */
  readonly shown: Shown<Profile> | null;
}

/** The page that everybody sees of a profile. */
export interface ProfileView extends Shown<PublicProfile> {
  /** The whole link that manages it, and whether its owner sees it for the first time, where they have just saved it; otherwise null. */
  readonly saved: { readonly link: string; readonly isNew: boolean } | null;
}

/** What a page says of a deletion. */
export interface DeletionView {
  readonly id: string;
  readonly token: string;
  /** Why it has to be repeated, or null where it is done. */
  readonly notice: string | null;
}

/** The pages of profiles as HTML. */
export interface ProfileViews {
  list(view: ProfilesView): string;
  form(view: ProfileFormView): string;
  profile(view: ProfileView): string;
  managed(view: ManagedView): string;
  deletion(view: DeletionView): string;
}

/** Compiles the templates, once. */
export function createProfileViews(views: Pick<Views, 'template'>): ProfileViews {
  const names = ['profiles', 'profile-form', 'profile', 'profile-managed', 'profile-deletion'] as const;
  const [list, form, profile, managed, deletion] = names.map((name) => views.template(`${name}.njk`)) as Render[];
  return {
    list: (view) => render(list, { ...view, search: view.query.search ?? '', limit: view.query.limit }),
    form: (view) => render(form, { form: formOf(view) }),
    profile: ({ profile: shown, file, saved }) => render(profile, { profile: shown, file: fileOf(shown, file), saved }),
    managed: ({ id, token, shown, ...view }) =>
      render(managed, { form: formOf(view), id, token, file: shown && fileOf(shown.profile, shown.file) }),
    deletion: (view) => render(deletion, view),
  };
}

type Render = (view: object) => string;

function render(template: Render | undefined, view: object): string {
  return template?.(view) ?? '';
}

const labels = { name: 'Name', email: 'E-mail', phone: 'Phone', about: 'About', file: 'File' } as const;

/** What a file that was sent with a form that comes back needs. */
const fileLost = 'Choose the file again; it was not kept.';

/** A form as the templates want it: one text for each field, and one message for each that is wrong. */
function formOf({ fields, problem, hadFile, attempt = '' }: ProfileFormView): object {
  const values = Object.fromEntries(
    Object.keys(labels).map((name) => [name, typeof fields[name] === 'string' ? fields[name] : '']),
  );
  const told = Object.fromEntries((problem?.errors ?? []).map(({ field, message }) => [field, message]));
  const errors = problem !== null && hadFile ? { file: fileLost, ...told } : told;
  const isBesideField = problem?.errors.some(({ field }) => field in labels);
  const notice = problem === null || isBesideField ? null : problem.detail;
  return {
    values,
    errors,
    attempt,
    labels,
    notice,
    isFileToGo: isFileToGo(fields),
    isWrong: problem !== null,
    accept: fileTypes.join(),
  };
}

/** A file as the templates want it, or null. What is known of it may have been removed a moment before its profile. */
function fileOf({ id, file }: PublicProfile, record: FileRecord | null): object | null {
  if (file === null) return null;
  return {
    name: file.name,
    href: `/profiles/${id}/file`,
    isPicture: record !== null && isPicture(record.type),
    description: record && `${kinds[record.type]}, ${formatSize(record.size)}`,
  };
}

const kinds: Readonly<Record<FileType, string>> = {
  'image/png': 'PNG image',
  'image/jpeg': 'JPEG image',
  'image/gif': 'GIF image',
  'image/webp': 'WebP image',
  'application/pdf': 'PDF',
  'text/plain': 'Text',
};

/** `512 bytes`, `34 KiB`, `1.2 MiB`. */
function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const kibibytes = Math.round(bytes / 1024);
  if (kibibytes < 1024) return `${kibibytes} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
