import { found, ok } from './json-api';
import { newId, type Organization } from './organization';
import type { Routes } from './router';
import { stateVersionResource, uploadState } from './state-versions';

/**
 * Returns the routes for state versions that the CLI `terraform` needs.
 * @param origin the scheme, host and port of the service's URLs
 */
export function stateRoutes(organization: Organization, origin: string): Routes {
  return {
    'GET /workspaces/:id/current-state-version': ({ param }) =>
      ok(stateVersionResource(found(organization.workspace(param('id')).states.current))),
    'GET /workspaces/:id/current-state-version-outputs': ({ param }) =>
      ok(organization.workspace(param('id')).states.outputs()),
    'POST /workspaces/:id/state-versions': ({ param, user, attributes: { serial, lineage, md5, force } }) => {
      const id = newId('sv');
      const url = `${origin}/states/${id}`;
      const version = { id, url, serial: Number(serial), lineage: String(lineage), md5: String(md5) };
      organization.workspace(param('id')).addState(version, user, force === true);
      return ok(stateVersionResource(version), 201);
    },
    'GET /state-versions/:id': ({ param }) => ok(stateVersionResource(organization.state(param('id')))),
    'GET /states/:id': ({ param }) => ({ status: 200, body: organization.state(param('id')).bytes }),
    'PUT /states/:id': ({ param, body }) => {
      uploadState(organization.state(param('id')), body);
      return { status: 200 };
    },
    // `terraform` also uploads each state as `terraform show -json` prints it. This service ignores the upload, because only the website of
    // Terraform Cloud uses it.
    'PUT /states/:id/json': () => ({ status: 200 }),
  };
}
