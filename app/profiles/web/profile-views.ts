import type { Fields } from '../../forms/text-fields';
import type { Problem } from '../../http/problem';
import type { Views } from '../../views';
import { fileTypes } from '../files/file-type';
import type { Profile, ProfileQuery, PublicProfile } from '../profile';
import type { ProfileWithFile } from '../profile-service';
import { fileView } from './file-view';
import { shouldRemoveFile } from './profile-form';

/** The data of one page of the profile list. */
export interface ProfilesView {
  /** The profiles, newest first. */
  readonly profiles: readonly PublicProfile[];
  readonly query: ProfileQuery;
  /** The link to the page with older profiles, or null on the last page. */
  readonly nextHref: string | null;
  /** The link to the first page, which has the newest profiles, or null on the first page. */
  readonly newestHref: string | null;
}

/** The data of a profile form: an empty form, or one that is redisplayed with its errors. */
export interface ProfileFormView {
  /** The field values as the user typed them. */
  readonly fields: Fields;
  /** The error, or null for an empty form. */
  readonly problem: Problem | null;
  /** Whether the submitted form contained a file. If so, the user must choose it again in the redisplayed form. */
  readonly hadFile: boolean;
  /**
   * The retry token of a form for a new profile.
   * @default ''
   */
  readonly retryToken?: string;
}

/** The data of the page on which the owner changes a profile. */
export interface ManagedView extends ProfileFormView {
  readonly id: string;
  readonly token: string;
  /** The stored profile, or null if it could not be read. */
  readonly shown: ProfileWithFile<Profile> | null;
}

/** The data of the public page of a profile. */
export interface ProfileView extends ProfileWithFile<PublicProfile> {
  /** The management link, and whether the profile is new. Null unless the owner has just saved the profile. */
  readonly saved: { readonly link: string; readonly isNew: boolean } | null;
}

/** The data of the page after a deletion. */
export interface DeletionView {
  readonly id: string;
  readonly token: string;
  /** Why the user must try the deletion again, or null if the profile has been deleted. */
  readonly notice: string | null;
}

/** Renders the profile pages as HTML. */
export interface ProfileViews {
  list(view: ProfilesView): string;
  form(view: ProfileFormView): string;
  profile(view: ProfileView): string;
  managed(view: ManagedView): string;
  deletion(view: DeletionView): string;
}

/** Compiles the templates of the profile pages. */
export function createProfileViews(views: Pick<Views, 'template'>): ProfileViews {
  const list = views.template('profiles.njk');
  const form = views.template('profile-form.njk');
  const profile = views.template('profile.njk');
  const managed = views.template('profile-managed.njk');
  const deletion = views.template('profile-deletion.njk');
  return {
    list: (view) => list({ ...view, search: view.query.search ?? '', limit: view.query.limit }),
    form: (view) => form({ form: formView(view) }),
    profile: (view) => profile({ ...view, file: fileView(view.profile, view.file) }),
    managed: ({ id, token, shown, ...view }) =>
      managed({ form: formView(view), id, token, file: shown && fileView(shown.profile, shown.file) }),
    deletion: (view) => deletion(view),
  };
}

const labels = { name: 'Name', email: 'E-mail', phone: 'Phone', about: 'About', file: 'File' } as const;

const fileLost = 'The file was not saved. Choose it again.';

/** Returns the variables of the form templates, such as each field as a string and the message of each invalid field. */
function formView({ fields, problem, hadFile, retryToken = '' }: ProfileFormView): object {
  const values = Object.fromEntries(
    Object.keys(labels).map((name) => [name, typeof fields[name] === 'string' ? fields[name] : '']),
  );
  const messages = Object.fromEntries((problem?.errors ?? []).map(({ field, message }) => [field, message]));
  const errors = problem !== null && hadFile ? { file: fileLost, ...messages } : messages;
  const isAboutField = problem?.errors.some(({ field }) => field in labels);
  return {
    values,
    errors,
    retryToken,
    labels,
    notice: problem === null || isAboutField ? null : problem.detail,
    shouldRemoveFile: shouldRemoveFile(fields),
    hasErrors: problem !== null,
    accept: fileTypes.join(),
  };
}
