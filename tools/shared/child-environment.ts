import { devNull } from 'node:os';

/**
 * The variables that a child process inherits from the user's environment. This is an allow list, because no list of
 * the variables for AWS profiles, credentials, endpoints and proxies would be complete. Debuggers need the last two
 * variables of the list.
 */
const inheritedVariables = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TERM',
  'COLORTERM',
  'NO_COLOR',
  'FORCE_COLOR',
  'LANG',
  'LC_ALL',
  'TZ',
  'NODE_OPTIONS',
  'VSCODE_INSPECTOR_OPTIONS',
];

/** Returns environment variables for a child process that must not find the user's AWS configuration. */
export function childEnvironment(
  user: NodeJS.ProcessEnv,
  own: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(inheritedVariables.filter((name) => name in user).map((name) => [name, user[name]])),
    // Without these variables, the AWS SDK reads ~/.aws and requests credentials from the instance metadata service.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    // Without this variable, the AWS SDK prints at every start how long it will support this version of Node.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...own,
  };
}
