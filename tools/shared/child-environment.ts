import { devNull } from 'node:os';

/**
 * What a child process is given of the user's environment. It is a list of what is let through, so that no AWS profile,
 * credential, endpoint or proxy gets in by a name that nobody thought of. `NODE_OPTIONS` and the one beside it are what
 * debuggers attach with.
 */
const passed = [
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

/** The environment of a child process that must find nothing of the user's AWS set-up. */
export function childEnvironment(
  user: NodeJS.ProcessEnv,
  own: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(passed.filter((name) => name in user).map((name) => [name, user[name]])),
    // The SDK would look into ~/.aws, and ask the network for credentials.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    // The SDK speaks of its own support for this Node at every start; which Node to use, the README says.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...own,
  };
}
