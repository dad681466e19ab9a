import { isWebOrigin, maxPostsPerMinute } from '../../../contract';
import type { Environment } from '../../environment';
import type { AppSettings } from '../../settings/app-settings';
import type { CanCheck } from '../malformed-fields';
import { failedChecks, type SettingsProblem } from '../settings-problem';
import { isWholeNumber } from '../whole-number';
import { containerProblems, missingTableProblems } from './container-checks';
import { permissionProblems } from './permission-checks';
import { secretSourceProblems } from './secret-source-checks';
import { variableProblems } from './variable-checks';

/** Returns the problems with the settings of the app. It skips each section for which `canCheck` returns false. */
export function appProblems(environment: Environment, canCheck: CanCheck): SettingsProblem[] {
  const { app = {} } = environment;
  // Omit malformed secrets, so that the variables can still be checked.
  const named = canCheck('app.secrets') ? environment : { ...environment, app: { ...app, secrets: {} } };
  return [
    ...(canCheck('app.allowedOrigins') ? originProblems(app) : []),
    ...(canCheck('app.postsPerMinute') ? postsProblems(app) : []),
    ...(canCheck('app.container', 'app.environment', 'table') ? missingTableProblems(environment) : []),
    ...(canCheck('app.container') ? containerProblems(app.container ?? {}) : []),
    ...(canCheck('app.environment', 'app.container') ? variableProblems(named) : []),
    ...(canCheck('app.secrets') ? secretSourceProblems(environment) : []),
    ...(canCheck('app.permissions') ? permissionProblems(app.permissions ?? []) : []),
  ];
}

function originProblems({ allowedOrigins = [] }: AppSettings): SettingsProblem[] {
  return failedChecks(
    allowedOrigins.map((origin, index) => ({
      field: `app.allowedOrigins.${index}`,
      value: origin,
      allowed: isWebOrigin(origin),
      remedy: 'Use only a scheme, a host and, unless it is the default, a port, for example https://www.example.com.',
    })),
  );
}

function postsProblems({ postsPerMinute: posts }: AppSettings): SettingsProblem[] {
  return failedChecks([
    {
      field: 'app.postsPerMinute',
      value: posts,
      allowed: posts === undefined || isWholeNumber(posts, 1, maxPostsPerMinute),
      remedy: `Use a whole number from 1 to ${maxPostsPerMinute}, or remove the setting.`,
    },
  ]);
}
