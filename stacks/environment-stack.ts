import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { Annotations, Aspects } from 'cdktf';
import type { Construct } from 'constructs';
import { appContainer, recordContainer } from './app-container';
import { AppResources } from './app-resources/app-resources';
import { BaseStack } from './base-stack';
import { Distribution } from './cdn/distribution';
import { environmentWarnings } from './checks/environment-warnings';
import type { Environment } from './environment';
import { Bastion } from './hosts/bastion';
import { Hosts } from './hosts/hosts';
import { PermissionsBoundary, policyArn } from './iam/permissions-boundary';
import { DeployedImage } from './image/deployed-image';
import { ImageRepository } from './image/image-repository';
import { LoadBalancer } from './load-balancer/load-balancer';
import { Monitoring } from './monitoring/monitoring';
import { physicalName, tableName } from './names';
import { AddedByHand } from './network/added-by-hand';
import { DedicatedVpc } from './network/dedicated-vpc';
import { DefaultVpc } from './network/default-vpc';
import { ExistingVpc } from './network/existing-vpc';
import type { Network } from './network/network';
import { defineOutputs } from './outputs';
import { Profiles } from './profiles/profiles';
import { psqlCommand } from './profiles/psql-command';
import { RemovalRecord } from './removal-record';
import { Service } from './service/service';
import { EntriesDynamodbTable } from './storage/entries-dynamodb-table';

const deleteOnPurpose =
  "To delete them on purpose, restore the previous configuration, set removal: 'destroy', run npm run synth, and apply. Then make the change again, run npm run synth, and apply. This deletes their data; see docs/operations.md.";

/** The stack of all resources of one environment. One state contains all of them, so the first plan needs no other stack. */
export class EnvironmentStack extends BaseStack {
  /** @param boundary the name of the permissions boundary of all roles; undefined if the roles have no boundary */
  constructor(scope: Construct, environment: Environment, boundary?: string) {
    super(scope, environment);
    const { project, name, region, compute, removal } = environment;
    for (const warning of environmentWarnings(environment)) {
      Annotations.of(this).addWarning(warning);
    }
    const { accountId } = new DataAwsCallerIdentity(this, 'current');
    if (boundary !== undefined) Aspects.of(this).add(new PermissionsBoundary(policyArn(accountId, boundary)));

    const network = this.defineNetwork(environment, accountId);
    const entriesTable = tableName(environment);
    const table =
      entriesTable === undefined
        ? undefined
        : new EntriesDynamodbTable(this, 'entries', { name: entriesTable, removal });
    const images = new ImageRepository(this, 'images', {
      name: physicalName(environment, 'app', 'repository'),
      removal,
    });
    const cluster = new EcsCluster(this, 'cluster', {
      name: physicalName(environment, 'cluster', 'cluster'),
      setting: [{ name: 'containerInsights', value: 'disabled' }],
    });
    const deployed = new DeployedImage(this, 'deployed', { path: `/${project}/${name}/deployed` });
    const loadBalancer =
      environment.ingress.kind === 'load-balanced'
        ? new LoadBalancer(this, 'load-balancer', { environment, ingress: environment.ingress, accountId, network })
        : undefined;
    const cdn =
      loadBalancer && environment.ingress.kind === 'load-balanced' && environment.ingress.cdn
        ? new Distribution(this, 'cdn', { environment, ingress: environment.ingress, loadBalancer })
        : undefined;
    const profiles =
      environment.profiles &&
      new Profiles(this, 'profiles', {
        environment,
        settings: environment.profiles,
        accountId,
        network,
        entries: table,
        deployed,
      });
    const hosts =
      compute.kind === 'ec2'
        ? new Hosts(this, 'hosts', { environment, compute, accountId, cluster, network })
        : undefined;
    const operators = profiles && (hosts ?? new Bastion(this, 'jump', { environment, accountId, network }));
    if (operators)
      profiles.database.allowAccess('operators', operators.securityGroupId, 'operators, by Session Manager');
    const resources = new AppResources(this, 'resources', { environment, accountId });
    const service = new Service(this, 'app', {
      environment,
      accountId,
      cluster,
      network,
      images,
      deployed,
      table,
      loadBalancer,
      hosts,
      profiles,
      resources,
    });

    const monitoring =
      environment.monitoring &&
      new Monitoring(this, 'monitoring', {
        environment,
        accountId,
        deployed,
        clusterName: cluster.name,
        service,
        table,
        loadBalancer,
        cdn,
        hosts,
        natGatewayIds: network.natGatewayIds,
        database: profiles?.database,
        uploads: profiles?.uploads,
      });

    if (monitoring && loadBalancer) service.rollBackOn(monitoring.rollbackAlarmNames);

    defineOutputs(this, {
      region,
      architecture: compute.architecture,
      table,
      images,
      cluster,
      deployed,
      service,
      allowFrom: environment.ingress.allowFrom,
      port: appContainer(environment).port,
      loadBalancer,
      cdn,
      monitoring,
      profiles,
      hosts,
      openPsql: operators && psqlCommand(environment, operators.instanceName),
    });
    recordContainer(this, environment);
    new AddedByHand(this, 'added-by-hand', environment);
    new RemovalRecord(this, 'removal', {
      owner: environment,
      removal,
      remedy: deleteOnPurpose,
      added: resources.data,
    });
  }

  private defineNetwork(environment: Environment, accountId: string): Network {
    const { network } = environment;
    if (network.kind === 'default') return new DefaultVpc(this, 'network');
    return network.kind === 'existing'
      ? new ExistingVpc(this, 'network', network)
      : new DedicatedVpc(this, 'network', { environment, accountId, network });
  }
}
