import type { Environment } from '../../environment';
import type { AppSettings } from '../../settings/app-settings';
import type { ContainerSettings } from '../../settings/container-settings';
import { secretIn } from '../secret-literals';
import { failedChecks, type SettingsCheck, type SettingsProblem } from '../settings-problem';
import { isWholeNumber } from '../whole-number';

/**
 * The maximum length of a health check path.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 */
const maxPathLength = 1024;

/** Returns a problem for each setting that needs the table of entries, if the environment has no such table. */
export function missingTableProblems({ table, app = {} }: Environment): SettingsProblem[] {
  return failedChecks([
    {
      field: 'table',
      value: table,
      allowed: table !== 'none' || app.container !== undefined,
      remedy:
        "The shipped app stores its entries in this table. Remove table: 'none', or run your own container: app: { container: {} } (docs/your-app.md).",
    },
    ...tableReferences(app).map(({ name }) => ({
      field: `app.environment.${name}`,
      value: 'the table of entries',
      allowed: table !== 'none',
      remedy: "There is no table, because the file contains table: 'none'. Remove this variable, or table: 'none'.",
    })),
  ]);
}

/** Returns the variables that refer to the table of entries. */
function tableReferences({ environment = {} }: AppSettings) {
  return Object.entries(environment).flatMap(([name, value]) =>
    typeof value === 'object' && value.kind === 'table' ? [{ name }] : [],
  );
}

/** Returns the problems with the settings of the user's own container. */
export function containerProblems(container: ContainerSettings): SettingsProblem[] {
  const { port, healthPath, command, healthCheck, localCommand } = container;
  return failedChecks([
    {
      field: 'app.container.port',
      value: port,
      allowed: port === undefined || isWholeNumber(port, 1, 65_535),
      remedy: 'Use a whole number from 1 to 65535, or remove the setting.',
    },
    {
      field: 'app.container.healthPath',
      value: healthPath,
      allowed: healthPath === undefined || isPath(healthPath),
      remedy: `Use a path of at most ${maxPathLength} characters that begins with one "/" and contains no parts "." or "..", no spaces, no "?" and no "#", for example /healthz. Or remove the setting.`,
    },
    ...commandChecks('app.container.command', command),
    ...commandChecks('app.container.healthCheck', healthCheck),
    {
      field: 'app.container.healthCheck',
      value: healthCheck,
      allowed: !/^(CMD|CMD-SHELL|NONE)$/.test(healthCheck?.[0] ?? ''),
      remedy:
        "Write only the program and its arguments, for example ['curl', '--fail', 'http://127.0.0.1:8080/healthz'].",
    },
    ...commandChecks('app.container.localCommand', localCommand),
  ]);
}

function isPath(text: string): boolean {
  // URL parsers, unlike the load balancer, may change a path that begins with `//`, has a segment `.` or `..`, or has an incomplete `%`
  // escape.
  const isOther = /^\/\/|(^|\/)\.\.?(\/|$)|%(?![0-9A-Fa-f]{2})/.test(text);
  return /^\/[\w.~!$&'()*+,;=:@%/-]*$/.test(text) && !isOther && text.length <= maxPathLength;
}

function commandChecks(field: string, command: readonly string[] | undefined): SettingsCheck[] {
  const remedy =
    "Use a list of a program and its arguments, for example ['./server', '--verbose'], or remove the setting.";
  return [
    { field, value: command, allowed: command === undefined || Boolean(command[0]), remedy },
    ...(command ?? []).map((word, index) => {
      const secret = secretIn(word);
      return {
        field: `${field}.${index}`,
        value: secret?.shown,
        allowed: secret === undefined,
        remedy: `This value looks like ${secret?.kind}. Code must not contain secrets. Pass the secret in a variable of app.secrets. If the secret was committed, revoke it.`,
      };
    }),
  ];
}
