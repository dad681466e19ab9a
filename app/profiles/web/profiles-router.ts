import Router from '@koa/router';
import { ConcurrencyLimit } from '../../http/limits/concurrency-limit';
import type { Views } from '../../views';
import type { ProfileService } from '../profile-service';
import { changeProfile } from './handlers/change-profile';
import { createProfile, showEmptyForm } from './handlers/create-profile';
import { deleteWithBearerToken, deleteWithForm } from './handlers/delete-profile';
import { downloadFile } from './handlers/download-file';
import { listProfiles } from './handlers/list-profiles';
import { showProfile } from './handlers/show-profile';
import { profilePaths as paths } from './profile-paths';
import { createProfileViews } from './profile-views';
import { downloadLimits, uploadLimits } from './transfer-limits';

export interface ProfilesRouterProps {
  readonly service: ProfileService;
  readonly views: Views;
  /** Whether a load balancer terminates TLS. If so, cookies have the attribute Secure, and links start with https. */
  readonly behindTls: boolean;
}

/** Creates the routes of the profiles feature. */
export function createProfilesRouter({ service, views, behindTls }: ProfilesRouterProps): Router {
  const props = {
    service,
    behindTls,
    pages: createProfileViews(views),
    uploads: new ConcurrencyLimit(uploadLimits),
    downloads: new ConcurrencyLimit(downloadLimits),
  };
  return new Router({ strict: true, sensitive: true })
    .get('/profiles', listProfiles(props))
    .post('/profiles', createProfile(props))
    .get('/profiles/new', showEmptyForm(props))
    .get(paths.profile, showProfile(props))
    .post(paths.profile, changeProfile(props))
    .delete(paths.profile, deleteWithBearerToken(props))
    .get(paths.file, downloadFile(props))
    .post(paths.deletion, deleteWithForm(props));
}
