import type { StartSessionCommandOutput } from '@aws-sdk/client-ssm';
import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import { Process } from '../shared/process';
import { UserError } from '../shared/user-error';
import { joinSession, type StartedSession } from './session-manager-plugin';

export interface TunnelProps {
  readonly aws: AwsClients;
  /** The path of the Session Manager plugin. */
  readonly plugin: string;
  /** The `Name` tag of the EC2 instances. The tunnel can use any instance with this tag. */
  readonly instanceName: string;
  /** The name of the host to which the instances forward the connections. */
  readonly host: string;
  readonly port: number;
  /** A free port of this machine, on which the tunnel listens. */
  readonly localPort: number;
  readonly stop: AbortSignal;
}

/** How long the plugin may take to open the local port, in milliseconds. */
const openMs = 60_000;
/** How long the plugin may take to end the session before it is killed, in milliseconds. */
const closeMs = 5_000;

/**
 * A local port whose connections Session Manager forwards to a host, through an EC2 instance in the private subnets.
 */
export class Tunnel {
  private constructor(
    /** The id of the EC2 instance. */
    readonly instance: string,
    private readonly plugin: Process,
  ) {}

  /**
   * Starts a session, and waits until the local port accepts connections.
   * @throws UserError if no instance is running, if none is connected to Systems Manager, or if the port is not opened
   * in time
   */
  static async open(props: TunnelProps): Promise<Tunnel> {
    const { aws, stop } = props;
    const session = await startSession(props);
    const { args, env } = joinSession(session, aws.region);
    // A separate process group, so that Ctrl-C in the terminal does not end the plugin.
    const plugin = new Process(props.plugin, args, { env, stop, detached: true, finishes: true, killAtExit: true });
    const tunnel = new Tunnel(session.target, plugin);
    try {
      await plugin.prints(/Waiting for connections/, openMs);
      return tunnel;
    } catch {
      await tunnel.close();
      stop.throwIfAborted();
      throw new UserError(
        `The session with ${session.target} did not open a port. The plugin printed:\n${plugin.output.trim()}`,
      );
    }
  }

  /** Closes the port, and ends the session. */
  async close(): Promise<void> {
    // On SIGINT, the plugin tells Session Manager to end the session.
    this.plugin.signal('SIGINT');
    const timer = setTimeout(() => this.plugin.signal('SIGKILL'), closeMs);
    await this.plugin.ended.catch(() => undefined);
    clearTimeout(timer);
  }
}

/** Starts a session with the first instance that is connected to Systems Manager. */
async function startSession({ aws, instanceName, host, port, localPort }: TunnelProps): Promise<StartedSession> {
  const { StartSessionCommand } = await import('@aws-sdk/client-ssm');
  const instances = await runningInstances(aws, instanceName);
  const ssm = await aws.ssm();
  for (const Target of instances) {
    const command = new StartSessionCommand({
      Target,
      DocumentName: 'AWS-StartPortForwardingSessionToRemoteHost',
      Parameters: { host: [host], portNumber: [String(port)], localPortNumber: [String(localPort)] },
    });
    const started = await ssm.send(command).catch((error: Error): StartSessionCommandOutput | undefined => {
      if (error.name === 'TargetNotConnected') return undefined;
      throw toUserError(
        error,
        `start a session with ${Target} (ssm:StartSession on the instance and on the document AWS-StartPortForwardingSessionToRemoteHost)`,
      );
    });
    if (!started) continue;
    const { SessionId: sessionId = '', StreamUrl: streamUrl = '', TokenValue: tokenValue = '' } = started;
    return { sessionId, streamUrl, tokenValue, target: Target };
  }
  throw new UserError(
    instances.length === 0
      ? `No EC2 instance with the name ${instanceName} is running, so the database cannot be reached. If an instance is being started or replaced, try again in a few minutes.`
      : `No EC2 instance with the name ${instanceName} is connected to Systems Manager (running: ${instances.join(', ')}). If the instance is new, try again in a few minutes.`,
  );
}

async function runningInstances(aws: AwsClients, instanceName: string): Promise<string[]> {
  const { DescribeInstancesCommand } = await import('@aws-sdk/client-ec2');
  const command = new DescribeInstancesCommand({
    Filters: [
      { Name: 'tag:Name', Values: [instanceName] },
      { Name: 'instance-state-name', Values: ['running'] },
    ],
  });
  const { Reservations = [] } = await (await aws.ec2()).send(command).catch((error: unknown) => {
    throw toUserError(error, 'find the instances (ec2:DescribeInstances)');
  });
  return Reservations.flatMap(({ Instances = [] }) => Instances).flatMap(({ InstanceId }) => InstanceId ?? []);
}
