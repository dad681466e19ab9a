import type { DatabaseInstanceSettings } from '../../../stacks/settings/profiles-settings';
import { threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, type SynthesizedStack, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized(threeTiers);
const database = resource(stack, 'aws_db_instance.profiles_database');

/** Returns the source group, the first port and the last port of each ingress rule of a security group. */
function allowedPeers(stack: SynthesizedStack, group: string) {
  return Object.values(stack.resource.aws_vpc_security_group_ingress_rule ?? {})
    .filter(({ security_group_id }) => security_group_id === reference(`aws_security_group.${group}.id`))
    .map(({ referenced_security_group_id, from_port, to_port }) => [referenced_security_group_id, from_port, to_port]);
}

describe('Database', () => {
  it('is PostgreSQL of the size that the environment file sets, and its storage can grow', () => {
    expect(database).toMatchObject({
      engine: 'postgres',
      instance_class: 'db.t4g.micro',
      allocated_storage: 20,
      max_allocated_storage: 100,
      multi_az: false,
    });
    const profiles = { database: { ...threeTiers.profiles.database, multiAz: true } };
    expect(resource(synthesized({ ...threeTiers, profiles }), 'aws_db_instance.profiles_database').multi_az).toBe(true);
  });

  /** Returns the database instance and its parameter group with these settings. */
  function databaseWith(settings: Partial<DatabaseInstanceSettings>) {
    const changed = synthesized({
      ...threeTiers,
      profiles: { database: { ...threeTiers.profiles.database, ...settings } },
    });
    return {
      instance: resource(changed, 'aws_db_instance.profiles_database'),
      parameterGroup: resource(changed, 'aws_db_parameter_group.profiles_database'),
    };
  }

  it('from 400 GiB, has explicit IOPS and throughput, because RDS rejects the lower values of a smaller database', () => {
    const [small, large] = [399, 400].map((storageGiB) => databaseWith({ storageGiB, maxStorageGiB: 500 }).instance);
    expect(small).not.toHaveProperty('iops');
    expect(small).not.toHaveProperty('storage_throughput');
    expect(large).toMatchObject({ iops: 12_000, storage_throughput: 500 });
  });

  it('has explicit maintenance settings, because the provider keeps the old value if an argument is missing', () => {
    expect(database).toMatchObject({
      maintenance_window: 'sun:03:00-sun:04:00',
      backup_window: '01:00-02:00',
      apply_immediately: false,
      allow_major_version_upgrade: false,
      auto_minor_version_upgrade: true,
    });
  });

  it('has the maintenance settings of the environment file', () => {
    const windows = { maintenanceWindow: 'tue:22:00-tue:23:00', backupWindow: '04:00-05:00' };
    expect(databaseWith({ ...windows, applyImmediately: true }).instance).toMatchObject({
      maintenance_window: 'tue:22:00-tue:23:00',
      backup_window: '04:00-05:00',
      apply_immediately: true,
    });
  });

  it('sets only the major version of PostgreSQL, and has a parameter group for the same version', () => {
    expect(database.engine_version).toBe('17');
    const upgrade = { engineVersion: 18, allowMajorVersionUpgrade: true, applyImmediately: true };
    const { instance, parameterGroup } = databaseWith(upgrade);
    expect(instance).toMatchObject({ engine_version: '18', allow_major_version_upgrade: true });
    expect(parameterGroup).toMatchObject({
      family: 'postgres18',
      name_prefix: 'eight-digit-prod-database-',
      lifecycle: { create_before_destroy: true },
    });
  });

  it('rejects connections without TLS', () => {
    expect(resource(stack, 'aws_db_parameter_group.profiles_database').parameter).toEqual([
      { name: 'rds.force_ssl', value: '1', apply_method: 'pending-reboot' },
    ]);
    expect(database.parameter_group_name).toBe(reference('aws_db_parameter_group.profiles_database.name'));
  });

  it('has a password that RDS creates and Terraform never reads', () => {
    expect(database.manage_master_user_password).toBe(true);
    expect(JSON.stringify(stack)).not.toMatch(/"(password|password_wo|secret_string)"/);
    expect(stack.data).not.toHaveProperty('aws_secretsmanager_secret_version');
  });

  it('uses IAM authentication; if RDS postpones this setting, an apply fails before it changes the service', () => {
    expect(database).toMatchObject({
      iam_database_authentication_enabled: true,
      lifecycle: { postcondition: [{ condition: reference('(self.iam_database_authentication_enabled == true)') }] },
    });
  });

  it('is in the private subnets and has no public address', () => {
    expect(resource(stack, 'aws_db_subnet_group.profiles_database').subnet_ids).toEqual(
      ['a', 'b'].map((zone) => reference(`aws_subnet.network_private_${zone}.id`)),
    );
    expect(database.publicly_accessible).toBe(false);
  });

  it('accepts connections only from tasks and hosts; operators connect through the hosts', () => {
    expect(allowedPeers(stack, 'profiles_database')).toEqual([
      [reference('aws_security_group.app.id'), 5432, 5432],
      [reference('aws_security_group.hosts.id'), 5432, 5432],
    ]);
  });

  it('can be restored to any time in the last week', () => {
    expect(database).toMatchObject({
      backup_retention_period: 7,
      copy_tags_to_snapshot: true,
      storage_encrypted: true,
    });
  });

  it.each(['postgresql', 'upgrade'])(
    'writes its %s log to a log group that is created first and keeps the log for 90 days',
    (log) => {
      const address = `aws_cloudwatch_log_group.profiles_database_${log}_log`;
      expect(resource(stack, address)).toMatchObject({
        name: `/aws/rds/instance/eight-digit-prod-database/${log}`,
        retention_in_days: 90,
      });
      expect(database.enabled_cloudwatch_logs_exports).toContain(log);
      expect(database.depends_on).toContain(address);
    },
  );

  it.each([
    ['destroy', false, undefined],
    ['protect', true, true],
  ] as const)('with removal %s, sets deletion protection to %s', (removal, isProtected, prevent_destroy) => {
    const { lifecycle, ...attributes } = resource(
      synthesized({ ...threeTiers, removal }),
      'aws_db_instance.profiles_database',
    );
    expect(attributes).toMatchObject({
      deletion_protection: isProtected,
      skip_final_snapshot: !isProtected,
      delete_automated_backups: !isProtected,
    });
    expect((lifecycle as { prevent_destroy?: boolean }).prevent_destroy).toBe(prevent_destroy);
  });

  it('has a unique name for its final snapshot, and later plans do not change this name', () => {
    expect(database.final_snapshot_identifier).toMatch(/^eight-digit-prod-database-final-\$\{formatdate\(/);
    expect(database.lifecycle).toMatchObject({ ignore_changes: ['final_snapshot_identifier'] });
  });

  it.each(['aws_db_instance', 'aws_db_subnet_group'])('is replaced together with its VPC: %s', (type) => {
    const { lifecycle } = resource(stack, `${type}.profiles_database`);
    expect(lifecycle).toMatchObject({ replace_triggered_by: ['terraform_data.profiles_database_vpc.id'] });
  });
});
