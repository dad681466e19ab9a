import { found, ok, type Reply } from './json-api';
import type { Organization } from './organization';
import type { Call, Routes } from './router';
import type { Workspace } from './workspace';

/** Returns the routes of the organization and of its workspaces, as far as the CLI `terraform` needs them. */
export function workspaceRoutes(organization: Organization): Routes {
  const named = (call: Call) => found(call.param('organization') === organization.name ? organization : undefined);
  const act = (change: (workspace: Workspace, user: string) => void) => (call: Call) => {
    const workspace = organization.workspace(call.param('id'));
    change(workspace, call.user);
    return ok(workspace.toResource());
  };
  return {
    'GET /ping': (): Reply => ({ status: 204 }),
    'GET /organizations/:organization/entitlement-set': (call) =>
      ok({ id: named(call).name, type: 'entitlement-sets', attributes: { operations: true, 'state-storage': true } }),
    'GET /organizations/:organization/workspaces/:name': (call) =>
      ok(named(call).workspaceNamed(call.param('name')).toResource()),
    'POST /organizations/:organization/workspaces': (call) =>
      ok(named(call).addWorkspace(String(call.attributes.name)).toResource(), 201),
    'PATCH /workspaces/:id': (call) => {
      const workspace = organization.workspace(call.param('id'));
      workspace.terraformVersion = String(call.attributes['terraform-version']);
      return ok(workspace.toResource());
    },
    'POST /workspaces/:id/actions/lock': act(({ lock }, user) => lock.take(user)),
    'POST /workspaces/:id/actions/unlock': act(({ lock }, user) => lock.release(user)),
    'POST /workspaces/:id/actions/force-unlock': act(({ lock }) => lock.forceRelease()),
  };
}
