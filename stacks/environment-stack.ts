import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { Aspects } from 'cdktf';
import type { Construct } from 'constructs';
import { recordContainer } from './app-container';
import { AppResources } from './app-resources/app-resources';
import { BaseStack } from './base-stack';
import { Distribution } from './cdn/distribution';
import type { Environment } from './environment';
import { Hosts } from './hosts/hosts';
import { PermissionsBoundary, policyArn } from './iam/permissions-boundary';
import { DeployedImage } from './image/deployed-image';
import { ImageRepository } from './image/image-repository';
import { LoadBalancer, type LoadBalancerProps } from './load-balancer/load-balancer';
import { Monitoring } from './monitoring/monitoring';
import { physicalName, tableName } from './names';
import { AddedByHand } from './network/added-by-hand';
import { defineNetwork } from './network/define-network';
import { defineOutputs } from './outputs/outputs';
import { defineOperatorAccess } from './profiles/operator-access';
import { Profiles } from './profiles/profiles';
import { RemovalRecord } from './removal/removal-record';
import { Service } from './service/service';
import { EntriesDynamodbTable } from './storage/entries-dynamodb-table';

const deleteOnPurpose =
  "To delete them on purpose, restore the previous configuration, set removal: 'destroy', run npm run synth, and apply. Then make the change again, run npm run synth, and apply. This deletes their data; see docs/operations.md.";

/** The stack of all resources of one environment. One state contains all of them, so the first plan needs no other stack. */
export class EnvironmentStack extends BaseStack {
  /** @param boundary the name of the permissions boundary of all roles; undefined if the roles have no boundary */
  constructor(scope: Construct, environment: Environment, boundary?: string) {
    super(scope, environment);
    const { project, name, compute, removal } = environment;
    const { accountId } = new DataAwsCallerIdentity(this, 'current');
    if (boundary !== undefined) Aspects.of(this).add(new PermissionsBoundary(policyArn(accountId, boundary)));

    const network = defineNetwork(this, environment, accountId);
    const place = { environment, accountId, network };
    const table = this.defineTable(environment);
    const images = new ImageRepository(this, 'images', {
      name: physicalName(environment, 'app', 'repository'),
      removal,
    });
    const cluster = new EcsCluster(this, 'cluster', {
      name: physicalName(environment, 'cluster', 'cluster'),
      setting: [{ name: 'containerInsights', value: 'disabled' }],
    });
    const deployed = new DeployedImage(this, 'deployed', { path: `/${project}/${name}/deployed` });
    const { loadBalancer, cdn } = this.defineIngress(place);
    const hosts = compute.kind === 'ec2' ? new Hosts(this, 'hosts', { ...place, compute, cluster }) : undefined;
    const profiles =
      environment.profiles &&
      new Profiles(this, 'profiles', { ...place, settings: environment.profiles, entries: table, deployed });
    const openPsql = profiles && defineOperatorAccess(this, { ...place, database: profiles.database, hosts });
    const resources = new AppResources(this, 'resources', { environment, accountId });
    const parts = { ...place, table, images, cluster, deployed, loadBalancer, hosts, profiles };

    const service = new Service(this, 'app', { ...parts, resources });
    const monitoring = environment.monitoring && new Monitoring(this, 'monitoring', { ...parts, service, cdn });
    if (monitoring && loadBalancer) service.rollBackOn(monitoring.rollbackAlarmNames);

    defineOutputs(this, { ...parts, service, cdn, monitoring, openPsql });
    recordContainer(this, environment);
    new AddedByHand(this, 'added-by-hand', environment);
    new RemovalRecord(this, 'removal', {
      owner: environment,
      removal,
      remedy: deleteOnPurpose,
      added: resources.data,
    });
  }

  private defineTable(environment: Environment): EntriesDynamodbTable | undefined {
    const name = tableName(environment);
    const { removal } = environment;
    return name === undefined ? undefined : new EntriesDynamodbTable(this, 'entries', { name, removal });
  }

  /** Defines how requests reach the tasks. With direct ingress, this needs no resources. */
  private defineIngress(place: Omit<LoadBalancerProps, 'ingress'>) {
    const { environment } = place;
    const { ingress } = environment;
    if (ingress.kind === 'direct') return {};
    const loadBalancer = new LoadBalancer(this, 'load-balancer', { ...place, ingress });
    const cdn = ingress.cdn && new Distribution(this, 'cdn', { environment, ingress, loadBalancer });
    return { loadBalancer, cdn };
  }
}
