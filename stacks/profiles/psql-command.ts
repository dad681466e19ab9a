import { databaseName, databasePort } from '../../contract';
import type { Environment } from '../environment';

/** The default port of the tunnel on the operator's machine. Port 5432 may be in use by a local PostgreSQL. */
const localPort = 15432;

/**
 * A command that starts `aws` in a process group of its own. Ctrl-C in psql then does not stop `aws`, and a single signal to the group
 * stops all its processes.
 */
const startTunnel =
  'const log = fs.openSync(process.argv[1], "a"); console.log(child_process.spawn("aws", process.argv.slice(2), { detached: true, stdio: ["ignore", log, log] }).pid); process.exit()';

/**
 * Returns a script for `sh -c` that opens psql on the database. Session Manager forwards a local port through an EC2 instance in the
 * private subnets. psql verifies the certificate with the host name of the database. Only the environment of psql contains the password.
 * For another database, such as a restored one, set DB_ENDPOINT (a host name) and DB_SECRET (a name or ARN).
 * @param instanceName the `Name` tag of the EC2 instances
 */
export function psqlCommand({ project, name, region }: Environment, instanceName: string): string {
  const aws = (command: string, query: string) => `aws ${command} --region ${region} --query "${query}" --output text`;
  const parameter = (path: string) => aws(`ssm get-parameter --name /${project}/${name}/${path}`, 'Parameter.Value');
  const running = `--filters Name=tag:Name,Values=${instanceName} Name=instance-state-name,Values=running`;
  const field = (of: string) => `$(printf %s "$secret" | node -pe 'JSON.parse(fs.readFileSync(0)).${of}')`;
  return [
    'set -e',
    // Do not write `${DB_ENDPOINT:-…}`: Terraform would evaluate it as an expression.
    `[ -n "$DB_ENDPOINT" ] || DB_ENDPOINT=$(${parameter('database/endpoint')})`,
    `[ -n "$DB_SECRET" ] || DB_SECRET=$(${parameter('database/secret')})`,
    `[ -n "$DB_PORT" ] || DB_PORT=${localPort}`,
    `secret=$(${aws('secretsmanager get-secret-value --secret-id "$DB_SECRET"', 'SecretString')})`,
    `instance=$(${aws(`ec2 describe-instances ${running}`, 'Reservations[0].Instances[0].InstanceId')})`,
    'folder=$(mktemp -d)',
    ': >"$folder/log"',
    `curl -fsSo "$folder/ca.pem" https://truststore.pki.rds.amazonaws.com/${region}/${region}-bundle.pem`,
    `tunnel=$(node -e '${startTunnel}' "$folder/log" ssm start-session --region ${region} --target "$instance" --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters "host=$DB_ENDPOINT,portNumber=${databasePort},localPortNumber=$DB_PORT")`,
    `trap 'kill -- "-$tunnel"; rm -r "$folder"' EXIT`,
    `until grep -q 'Waiting for connections' "$folder/log"; do kill -0 "$tunnel" || { cat "$folder/log"; exit 1; }; sleep 1; done`,
    `PGPASSWORD="${field('password')}" psql "host=$DB_ENDPOINT hostaddr=127.0.0.1 port=$DB_PORT dbname=${databaseName} user=${field('username')} sslmode=verify-full sslrootcert=$folder/ca.pem"`,
  ].join('\n');
}
