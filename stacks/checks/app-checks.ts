import { isWebOrigin, maxPostsPerMinute } from '../../contract';
import type { Environment } from '../environment';
import { containerProblems } from './container-checks';
import { permissionProblems } from './permission-checks';
import { secretIn } from './secret-literals';
import { secretSourceProblems } from './secret-source-checks';
import { failedChecks, type SettingsProblem } from './settings-problem';
import { variableNameProblems } from './variable-names';
import { isWholeNumber } from './whole-number';

/**
 * The maximum size of all names and values of variables together, in bytes. ECS accepts task definitions of up to 64
 * KiB.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 */
const maxVariablesBytes = 32 * 1024;

/** The problems of the settings of the app. */
export function appProblems(environment: Environment): SettingsProblem[] {
  const { app = {} } = environment;
  const { allowedOrigins = [], postsPerMinute: posts } = app;
  const origins = allowedOrigins.map((origin) => ({
    field: 'app.allowedOrigins',
    value: origin,
    allowed: isWebOrigin(origin),
    remedy: 'Use only scheme, host and a port other than the default, for example https://www.example.com.',
  }));
  return [
    ...failedChecks([
      ...origins,
      {
        field: 'app.postsPerMinute',
        value: posts,
        allowed: posts === undefined || isWholeNumber(posts, 1, maxPostsPerMinute),
        remedy: `Use a whole number from 1 to ${maxPostsPerMinute}, or remove it.`,
      },
    ]),
    ...containerProblems(environment),
    ...variableNameProblems(environment),
    ...variableProblems(app.environment ?? {}),
    ...secretSourceProblems(environment),
    ...permissionProblems(app.permissions ?? []),
  ];
}

function variableProblems(variables: NonNullable<NonNullable<Environment['app']>['environment']>): SettingsProblem[] {
  const literals = Object.entries(variables).flatMap(([name, value]) =>
    typeof value === 'string' ? [{ field: `app.environment.${name}`, name, value }] : [],
  );
  const bytes = literals.reduce((sum, { name, value }) => sum + Buffer.byteLength(name + value), 0);
  return [
    ...literals.flatMap(({ field, value }) => {
      const secret = secretIn(value);
      // The message does not contain the value, because the log of CI would keep it.
      if (secret !== undefined) return [{ field, value: secret.shown, remedy: secretRemedy(secret.kind) }];
      return failedChecks([
        { field, value, allowed: value !== '', remedy: 'ECS drops empty variables. Give it a value, or remove it.' },
      ]);
    }),
    ...failedChecks([
      {
        field: 'app.environment',
        value: bytes,
        allowed: bytes <= maxVariablesBytes,
        remedy: `Names and values together may have at most ${maxVariablesBytes} bytes, because ECS limits the size of a task definition. Move long values to a file in the image.`,
      },
    ]),
  ];
}

function secretRemedy(kind: string): string {
  return `It looks like ${kind}. Code must not contain secrets, and everybody who can read the task definition could read it. Use app.secrets. If the secret was committed, revoke it.`;
}
