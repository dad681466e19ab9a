import type { AppPermission } from '../../settings/app-settings';
import { failedChecks, type SettingsCheck, type SettingsProblem } from '../settings-problem';

/**
 * Returns the problems with the additional permissions of the app. The guard rails check these permissions again, together with the
 * policies of the stacks.
 */
export function permissionProblems(permissions: readonly AppPermission[]): SettingsProblem[] {
  return failedChecks(
    permissions.flatMap(({ actions, resources }, index) => {
      const field = `app.permissions.${index}`;
      return [
        listCheck(`${field}.actions`, actions),
        listCheck(`${field}.resources`, resources),
        ...actions.map((action, item) => actionCheck(`${field}.actions.${item}`, action)),
        ...resources.map((resource, item) => resourceCheck(`${field}.resources.${item}`, resource)),
      ];
    }),
  );
}

function listCheck(field: string, value: readonly string[]): SettingsCheck {
  return {
    field,
    value,
    allowed: value.length > 0,
    remedy: 'The list is empty. Add an item, or remove the permission.',
  };
}

function actionCheck(field: string, action: string): SettingsCheck {
  const isManagement = /^(iam|organizations|account|sso):/i.test(action);
  return {
    field,
    value: action,
    allowed: /^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action) && !isManagement,
    remedy: isManagement
      ? 'The app is not allowed to change permissions or accounts. Remove this action.'
      : 'Use one action without a wildcard, for example s3:GetObject.',
  };
}

function resourceCheck(field: string, resource: string): SettingsCheck {
  return {
    field,
    value: resource,
    allowed: /^(\*|arn:aws:[^\s"\\]+)$/.test(resource) && !/[$%]\{/.test(resource),
    remedy:
      'Use an ARN, for example arn:aws:s3:::my-bucket/*, or "*" if the actions do not support resource-level permissions.',
  };
}
