import {
  databaseActions,
  entriesTableActions,
  uploadsBucketActions,
  uploadsObjectActions,
  uploadsTableActions,
} from '../../../contract';
import { sessionPermission } from '../../../stacks/iam/session-permission';
import { completeEnvironments } from '../../support/iam/all-roles';
import { type Call, isAllowed } from '../../support/iam/iam-evaluator';
import { account, statementsOf } from '../../support/iam/role-policies';
import { complete } from '../../support/stacks/fixture-bootstrap';
import { fixture, fixtureWith } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

const region = fixture.region;
const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;

/**
 * Returns the calls of the app on the resources of one environment. Tests of the app record its calls and compare them with the same lists
 * of actions: entry-repository-tests.ts for entries, s3-file-store.test.ts and dynamodb-file-metadata.test.ts for files.
 */
function recordedCalls(prefix: string, table: string, hasProfiles: boolean): Call[] {
  const on = (actions: readonly string[], ...resources: readonly string[]) =>
    actions.flatMap((action) => resources.map((resource) => ({ action, resource })));
  const bucket = `arn:aws:s3:::${prefix}-uploads-${account}-${region}`;
  return [
    ...on(entriesTableActions, arn('dynamodb', `table/${table}`)),
    ...on(['dynamodb:Query'], arn('dynamodb', `table/${table}/index/latest`)),
    ...(hasProfiles
      ? [
          ...on(uploadsTableActions, arn('dynamodb', `table/${prefix}-uploads`)),
          ...on(uploadsObjectActions, `${bucket}/files/1`, `${bucket}/pending/1`),
          ...on(uploadsBucketActions, bucket),
          ...on(databaseActions, arn('rds-db', 'dbuser:db-ABCDEFGHIJKL/app')),
        ]
      : []),
  ];
}

const rows = completeEnvironments.map((changes) => {
  const { name, table, profiles, app, resources } = fixtureWith(changes);
  const ownName = typeof table === 'object' ? table.name : undefined;
  const tableName = ownName ?? `${fixture.project}-${name}-entries`;
  const recorded = recordedCalls(`${fixture.project}-${name}`, tableName, profiles !== undefined);
  /** Actions that are allowed although no test of the app records them. A comment gives the reason for each. */
  const reasons = [
    // ECS starts the agent of `npm run exec` in the task.
    ...(app?.exec ? sessionPermission.actions : []),
    // The user's code, not the shipped app, calls the resources that the environment file adds.
    ...Object.values(resources ?? {}).flatMap(({ description }) =>
      description.appActions.flatMap(({ actions }) => actions),
    ),
    ...(app?.permissions ?? []).flatMap(({ actions }) => actions),
  ];
  return { name, recorded, reasons, statements: statementsOf(synthesized(changes, complete), 'app_task') };
});

describe('Task role', () => {
  it.each(rows)('of $name may make every recorded call of the app', ({ recorded, statements }) => {
    expect(recorded.filter((call) => !isAllowed(statements, call))).toEqual([]);
  });

  it.each(rows)(
    'of $name may call only recorded actions, and actions with a listed reason',
    ({ recorded, reasons, statements }) => {
      const listed = new Set([...recorded.map(({ action }) => action), ...reasons]);
      const allowed = new Set(statements.flatMap(({ Action = [] }) => Action));
      expect([...allowed].filter((action) => !listed.has(action))).toEqual([]);
    },
  );

  it.each(rows)(
    'of $name cannot make the recorded calls on resources of another environment',
    ({ name, recorded, statements }) => {
      const calls = JSON.parse(
        JSON.stringify(recorded).replaceAll(`-${name}-`, '-other-').replaceAll('table/EightDigit', 'table/Other'),
      ) as Call[];
      // The call to the database is excluded, because its ARN contains a random ID instead of the name.
      const ofOthers = calls.filter(({ resource }) => /-other-|Other/.test(resource));
      expect(ofOthers.length).toBeGreaterThan(2);
      expect(ofOthers.filter((call) => isAllowed(statements, call))).toEqual([]);
    },
  );
});
