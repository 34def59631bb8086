"""Make the first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('call_minutes',
    sa.Column('account', sa.String(length=80), nullable=False),
    sa.Column('minute', sa.DateTime(), nullable=False),
    sa.Column('calls', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('account', 'minute', name=op.f('pk_call_minutes'))
    )
    op.create_table('leases',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('token', sa.String(length=40), nullable=True),
    sa.Column('until', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_leases'))
    )
    op.create_table('marks',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('value', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_marks'))
    )
    op.create_table('plans',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('invoices_a_month', sa.Integer(), nullable=True),
    sa.Column('minutes_between_sweeps', sa.Integer(), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plans')),
    sa.UniqueConstraint('name', name=op.f('uq_plans_name'))
    )
    op.create_table('workspaces',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('zone', sa.String(length=60), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=True),
    sa.Column('setup_step', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_workspaces_plan_id_plans')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workspaces'))
    )
    op.create_table('autotask_connections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('user_name', sa.String(length=254), nullable=False),
    sa.Column('secret', sa.LargeBinary(), nullable=False),
    sa.Column('zone_name', sa.String(length=120), nullable=False),
    sa.Column('zone_url', sa.String(length=400), nullable=False),
    sa.Column('web_url', sa.String(length=400), nullable=False),
    sa.Column('ci', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('refused_at', sa.DateTime(), nullable=True),
    sa.Column('refused_said', sa.Text(), nullable=True),
    sa.Column('zone_checked_at', sa.DateTime(), nullable=True),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('silent_since', sa.DateTime(), nullable=True),
    sa.Column('internal_currency', sa.String(length=3), nullable=True),
    sa.Column('saved_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_autotask_connections_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_autotask_connections')),
    sa.UniqueConstraint('workspace_id', name=op.f('uq_autotask_connections_workspace_id'))
    )
    with op.batch_alter_table('autotask_connections', schema=None) as batch_op:
        batch_op.create_index('ux_autotask_ci', ['ci'], unique=True)

    op.create_table('mails',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('to', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=True),
    sa.Column('holds_link', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('due_at', sa.DateTime(), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('refused_said', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_mails_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mails'))
    )
    with op.batch_alter_table('mails', schema=None) as batch_op:
        batch_op.create_index('ix_mail_due', ['sent_at', 'due_at'], unique=False)

    op.create_table('members',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('is_staff', sa.Boolean(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('totp_secret', sa.LargeBinary(), nullable=True),
    sa.Column('totp_last_step', sa.Integer(), nullable=True),
    sa.Column('theme', sa.String(length=10), nullable=False),
    sa.Column('zone', sa.String(length=60), nullable=True),
    sa.Column('session_epoch', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_members_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_members')),
    sa.UniqueConstraint('email', name=op.f('uq_members_email'))
    )
    with op.batch_alter_table('members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_members_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('sweep_states',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('flow', sa.String(length=30), nullable=False),
    sa.Column('highest_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('collected_to', sa.DateTime(), nullable=True),
    sa.Column('collect_due_at', sa.DateTime(), nullable=True),
    sa.Column('asked_at', sa.DateTime(), nullable=True),
    sa.Column('began_at', sa.DateTime(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('left_outside', sa.Integer(), nullable=True),
    sa.Column('counted_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_sweep_states_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sweep_states')),
    sa.UniqueConstraint('workspace_id', 'flow', name='uq_sweep_states_flow')
    )
    op.create_table('xero_grants',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('xero_user_id', sa.String(length=64), nullable=True),
    sa.Column('access_token', sa.LargeBinary(), nullable=False),
    sa.Column('refresh_token', sa.LargeBinary(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('previous_refresh_token', sa.LargeBinary(), nullable=True),
    sa.Column('rotated_at', sa.DateTime(), nullable=True),
    sa.Column('refreshing_until', sa.DateTime(), nullable=True),
    sa.Column('refreshing_token', sa.String(length=40), nullable=True),
    sa.Column('scopes', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('refused_said', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_xero_grants_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_xero_grants'))
    )
    with op.batch_alter_table('xero_grants', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_xero_grants_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('audit_entries',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=True),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('before', sa.Text(), nullable=True),
    sa.Column('after', sa.Text(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_audit_entries_member_id_members')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_audit_entries_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entries'))
    )
    with op.batch_alter_table('audit_entries', schema=None) as batch_op:
        batch_op.create_index('ix_audit_workspace_at', ['workspace_id', 'id'], unique=False)

    op.create_table('errands',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('arguments', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('taken_until', sa.DateTime(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_errands_member_id_members')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_errands_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_errands'))
    )
    with op.batch_alter_table('errands', schema=None) as batch_op:
        batch_op.create_index('ix_errand_open', ['workspace_id'], unique=False, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('ledgers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('grant_id', sa.Integer(), nullable=True),
    sa.Column('tenant_id', sa.String(length=40), nullable=False),
    sa.Column('connection_id', sa.String(length=40), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('base_currency', sa.String(length=3), nullable=True),
    sa.Column('short_code', sa.String(length=20), nullable=True),
    sa.Column('organisation', sa.Text(), nullable=True),
    sa.Column('activated_at', sa.DateTime(), nullable=True),
    sa.Column('disconnected_at', sa.DateTime(), nullable=True),
    sa.Column('disconnected_said', sa.Text(), nullable=True),
    sa.Column('silent_since', sa.DateTime(), nullable=True),
    sa.Column('held_until', sa.DateTime(), nullable=True),
    sa.Column('held_reason', sa.String(length=60), nullable=True),
    sa.Column('adopted_at', sa.DateTime(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['grant_id'], ['xero_grants.id'], name=op.f('fk_ledgers_grant_id_xero_grants')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_ledgers_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledgers'))
    )
    with op.batch_alter_table('ledgers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledgers_workspace_id'), ['workspace_id'], unique=False)
        batch_op.create_index('ux_ledger_live_tenant', ['tenant_id'], unique=True, sqlite_where=sa.text("state != 'disconnected'"), postgresql_where=sa.text("state != 'disconnected'"))

    op.create_table('password_resets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_password_resets_member_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_password_resets')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_password_resets_token_digest'))
    )
    with op.batch_alter_table('password_resets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_password_resets_member_id'), ['member_id'], unique=False)

    op.create_table('batches',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('ledger_id', sa.Integer(), nullable=False),
    sa.Column('tenant_id', sa.String(length=40), nullable=False),
    sa.Column('resource', sa.String(length=20), nullable=False),
    sa.Column('method', sa.String(length=6), nullable=False),
    sa.Column('path', sa.String(length=300), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('key', sa.String(length=128), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('silence', sa.String(length=20), nullable=True),
    sa.Column('claim_token', sa.String(length=40), nullable=True),
    sa.Column('claim_until', sa.DateTime(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('first_attempt_at', sa.DateTime(), nullable=True),
    sa.Column('round_began_at', sa.DateTime(), nullable=True),
    sa.Column('last_attempt_at', sa.DateTime(), nullable=True),
    sa.Column('last_ended_at', sa.DateTime(), nullable=True),
    sa.Column('absences', sa.Integer(), nullable=False),
    sa.Column('absent_since', sa.DateTime(), nullable=True),
    sa.Column('due_at', sa.DateTime(), nullable=True),
    sa.Column('xero_ahead', sa.Integer(), nullable=False),
    sa.Column('said', sa.Text(), nullable=True),
    sa.Column('correlation_id', sa.String(length=80), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['ledger_id'], ['ledgers.id'], name=op.f('fk_batches_ledger_id_ledgers')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_batches_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batches')),
    sa.UniqueConstraint('key', name=op.f('uq_batches_key'))
    )
    with op.batch_alter_table('batches', schema=None) as batch_op:
        batch_op.create_index('ix_batch_open', ['workspace_id', 'state', 'due_at'], unique=False)

    op.create_table('contact_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ledger_id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('company_name', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('xero_contact_id', sa.String(length=40), nullable=True),
    sa.Column('xero_name', sa.String(length=255), nullable=True),
    sa.Column('how', sa.String(length=20), nullable=True),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('problem', sa.String(length=60), nullable=True),
    sa.Column('problem_detail', sa.Text(), nullable=True),
    sa.Column('linked_at', sa.DateTime(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['ledger_id'], ['ledgers.id'], name=op.f('fk_contact_links_ledger_id_ledgers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_links')),
    sa.UniqueConstraint('ledger_id', 'company_id', name='uq_contact_links_company')
    )
    op.create_table('documents',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('ledger_id', sa.Integer(), nullable=True),
    sa.Column('source_kind', sa.String(length=20), nullable=False),
    sa.Column('autotask_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('part', sa.String(length=60), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('target_kind', sa.String(length=20), nullable=True),
    sa.Column('disposition', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=60), nullable=True),
    sa.Column('reason_detail', sa.Text(), nullable=True),
    sa.Column('due_at', sa.DateTime(), nullable=True),
    sa.Column('pressed_at', sa.DateTime(), nullable=True),
    sa.Column('asked', sa.String(length=20), nullable=True),
    sa.Column('asked_by', sa.String(length=120), nullable=True),
    sa.Column('insisted', sa.Boolean(), nullable=False),
    sa.Column('promised', sa.String(length=64), nullable=True),
    sa.Column('chosen_xero_id', sa.String(length=40), nullable=True),
    sa.Column('strikes', sa.Integer(), nullable=False),
    sa.Column('deaths', sa.Integer(), nullable=False),
    sa.Column('taken_by', sa.String(length=40), nullable=True),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('number', sa.String(length=100), nullable=True),
    sa.Column('company_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('company_name', sa.String(length=200), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=True),
    sa.Column('dated_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('net', sa.BigInteger(), nullable=True),
    sa.Column('tax', sa.BigInteger(), nullable=True),
    sa.Column('source_created_at', sa.DateTime(), nullable=True),
    sa.Column('snapshot', sa.Text(), nullable=True),
    sa.Column('translated', sa.Text(), nullable=True),
    sa.Column('settling_since', sa.DateTime(), nullable=True),
    sa.Column('lookalike', sa.String(length=255), nullable=True),
    sa.Column('xero_id', sa.String(length=40), nullable=True),
    sa.Column('xero_number', sa.String(length=255), nullable=True),
    sa.Column('xero_status', sa.String(length=20), nullable=True),
    sa.Column('xero_net', sa.BigInteger(), nullable=True),
    sa.Column('xero_tax', sa.BigInteger(), nullable=True),
    sa.Column('xero_total', sa.BigInteger(), nullable=True),
    sa.Column('xero_tenant_id', sa.String(length=40), nullable=True),
    sa.Column('marker', sa.String(length=120), nullable=True),
    sa.Column('posted_at', sa.DateTime(), nullable=True),
    sa.Column('stamp_token', sa.String(length=40), nullable=True),
    sa.Column('stamp_until', sa.DateTime(), nullable=True),
    sa.Column('stamp_value', sa.DateTime(), nullable=True),
    sa.Column('stamp_unknown', sa.Boolean(), nullable=False),
    sa.Column('stamped_at', sa.DateTime(), nullable=True),
    sa.Column('stamp_seen_at', sa.DateTime(), nullable=True),
    sa.Column('hidden', sa.Boolean(), nullable=False),
    sa.Column('collected_at', sa.DateTime(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['ledger_id'], ['ledgers.id'], name=op.f('fk_documents_ledger_id_ledgers')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_documents_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_documents'))
    )
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.create_index('ix_document_asked', ['workspace_id'], unique=False, sqlite_where=sa.text('asked IS NOT NULL'), postgresql_where=sa.text('asked IS NOT NULL'))
        batch_op.create_index('ix_document_due', ['workspace_id', 'disposition', 'due_at'], unique=False)
        batch_op.create_index('ix_document_list', ['workspace_id', 'ledger_id', 'disposition', 'id'], unique=False)
        batch_op.create_index('ix_document_marker', ['marker'], unique=False)
        batch_op.create_index('ix_document_posted', ['workspace_id', 'posted_at'], unique=False)
        batch_op.create_index('ix_document_pressed', ['workspace_id'], unique=False, sqlite_where=sa.text('pressed_at IS NOT NULL'), postgresql_where=sa.text('pressed_at IS NOT NULL'))
        batch_op.create_index('ix_document_xero', ['xero_id'], unique=False)
        batch_op.create_index('ux_document_source', ['workspace_id', 'source_kind', 'autotask_id', 'part'], unique=True)

    op.create_table('mappings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ledger_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('source_key', sa.String(length=200), nullable=False),
    sa.Column('target', sa.String(length=200), nullable=False),
    sa.Column('source_name', sa.String(length=200), nullable=False),
    sa.Column('target_name', sa.String(length=200), nullable=False),
    sa.Column('saved_at', sa.DateTime(), nullable=False),
    sa.Column('saved_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['ledger_id'], ['ledgers.id'], name=op.f('fk_mappings_ledger_id_ledgers')),
    sa.ForeignKeyConstraint(['saved_by'], ['members.id'], name=op.f('fk_mappings_saved_by_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mappings')),
    sa.UniqueConstraint('ledger_id', 'kind', 'source_key', name='uq_mappings_source')
    )
    op.create_table('options',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ledger_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('saved_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['ledger_id'], ['ledgers.id'], name=op.f('fk_options_ledger_id_ledgers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_options')),
    sa.UniqueConstraint('ledger_id', 'name', name='uq_options_ledger_name')
    )
    op.create_table('previews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('ledger_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('said', sa.Text(), nullable=True),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['ledger_id'], ['ledgers.id'], name=op.f('fk_previews_ledger_id_ledgers')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_previews_member_id_members')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_previews_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_previews'))
    )
    with op.batch_alter_table('previews', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_previews_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('reference_lists',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('ledger_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('rows', sa.Text(), nullable=False),
    sa.Column('read_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['ledger_id'], ['ledgers.id'], name=op.f('fk_reference_lists_ledger_id_ledgers')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_reference_lists_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reference_lists')),
    sa.UniqueConstraint('workspace_id', 'ledger_id', 'kind', name='uq_reference_lists_kind')
    )
    op.create_table('batch_members',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('document_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('company_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('marker', sa.String(length=120), nullable=False),
    sa.Column('element', sa.LargeBinary(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['batches.id'], name=op.f('fk_batch_members_batch_id_batches')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_batch_members_document_id_documents')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch_members'))
    )
    with op.batch_alter_table('batch_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_batch_members_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_batch_members_document_id'), ['document_id'], unique=False)

    op.create_table('faults',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('ledger_id', sa.Integer(), nullable=True),
    sa.Column('document_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('subject', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('detail', sa.Text(), nullable=True),
    sa.Column('support', sa.Text(), nullable=True),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('first_at', sa.DateTime(), nullable=False),
    sa.Column('last_at', sa.DateTime(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_how', sa.String(length=60), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_faults_document_id_documents')),
    sa.ForeignKeyConstraint(['ledger_id'], ['ledgers.id'], name=op.f('fk_faults_ledger_id_ledgers')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_faults_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_faults'))
    )
    with op.batch_alter_table('faults', schema=None) as batch_op:
        batch_op.create_index('ix_fault_open', ['workspace_id', 'closed_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_faults_document_id'), ['document_id'], unique=False)
        batch_op.create_index('ux_fault_open_subject', ['workspace_id', 'subject', 'code'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('log_entries',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('ledger_id', sa.Integer(), nullable=True),
    sa.Column('document_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('level', sa.String(length=10), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('detail', sa.Text(), nullable=True),
    sa.Column('support', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_log_entries_document_id_documents')),
    sa.ForeignKeyConstraint(['ledger_id'], ['ledgers.id'], name=op.f('fk_log_entries_ledger_id_ledgers')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_log_entries_workspace_id_workspaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log_entries'))
    )
    with op.batch_alter_table('log_entries', schema=None) as batch_op:
        batch_op.create_index('ix_log_document', ['document_id', 'id'], unique=False)
        batch_op.create_index('ix_log_workspace', ['workspace_id', 'id'], unique=False)

    op.create_table('preview_rows',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('preview_id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('result', sa.String(length=10), nullable=True),
    sa.Column('differs', sa.Boolean(), nullable=False),
    sa.Column('promise', sa.String(length=64), nullable=True),
    sa.Column('shown', sa.Text(), nullable=True),
    sa.Column('posted_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_preview_rows_document_id_documents')),
    sa.ForeignKeyConstraint(['preview_id'], ['previews.id'], name=op.f('fk_preview_rows_preview_id_previews')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_preview_rows'))
    )
    with op.batch_alter_table('preview_rows', schema=None) as batch_op:
        batch_op.create_index('ix_preview_result', ['preview_id', 'result', 'id'], unique=False)
        batch_op.create_index('ux_preview_row', ['preview_id', 'document_id'], unique=True)



def downgrade() -> None:
    with op.batch_alter_table('preview_rows', schema=None) as batch_op:
        batch_op.drop_index('ux_preview_row')
        batch_op.drop_index('ix_preview_result')

    op.drop_table('preview_rows')
    with op.batch_alter_table('log_entries', schema=None) as batch_op:
        batch_op.drop_index('ix_log_workspace')
        batch_op.drop_index('ix_log_document')

    op.drop_table('log_entries')
    with op.batch_alter_table('faults', schema=None) as batch_op:
        batch_op.drop_index('ux_fault_open_subject', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_faults_document_id'))
        batch_op.drop_index('ix_fault_open')

    op.drop_table('faults')
    with op.batch_alter_table('batch_members', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_batch_members_document_id'))
        batch_op.drop_index(batch_op.f('ix_batch_members_batch_id'))

    op.drop_table('batch_members')
    op.drop_table('reference_lists')
    with op.batch_alter_table('previews', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_previews_workspace_id'))

    op.drop_table('previews')
    op.drop_table('options')
    op.drop_table('mappings')
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.drop_index('ux_document_source')
        batch_op.drop_index('ix_document_xero')
        batch_op.drop_index('ix_document_pressed', sqlite_where=sa.text('pressed_at IS NOT NULL'), postgresql_where=sa.text('pressed_at IS NOT NULL'))
        batch_op.drop_index('ix_document_posted')
        batch_op.drop_index('ix_document_marker')
        batch_op.drop_index('ix_document_list')
        batch_op.drop_index('ix_document_due')
        batch_op.drop_index('ix_document_asked', sqlite_where=sa.text('asked IS NOT NULL'), postgresql_where=sa.text('asked IS NOT NULL'))

    op.drop_table('documents')
    op.drop_table('contact_links')
    with op.batch_alter_table('batches', schema=None) as batch_op:
        batch_op.drop_index('ix_batch_open')

    op.drop_table('batches')
    with op.batch_alter_table('password_resets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_password_resets_member_id'))

    op.drop_table('password_resets')
    with op.batch_alter_table('ledgers', schema=None) as batch_op:
        batch_op.drop_index('ux_ledger_live_tenant', sqlite_where=sa.text("state != 'disconnected'"), postgresql_where=sa.text("state != 'disconnected'"))
        batch_op.drop_index(batch_op.f('ix_ledgers_workspace_id'))

    op.drop_table('ledgers')
    with op.batch_alter_table('errands', schema=None) as batch_op:
        batch_op.drop_index('ix_errand_open', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.drop_table('errands')
    with op.batch_alter_table('audit_entries', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_workspace_at')

    op.drop_table('audit_entries')
    with op.batch_alter_table('xero_grants', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_xero_grants_workspace_id'))

    op.drop_table('xero_grants')
    op.drop_table('sweep_states')
    with op.batch_alter_table('members', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_members_workspace_id'))

    op.drop_table('members')
    with op.batch_alter_table('mails', schema=None) as batch_op:
        batch_op.drop_index('ix_mail_due')

    op.drop_table('mails')
    with op.batch_alter_table('autotask_connections', schema=None) as batch_op:
        batch_op.drop_index('ux_autotask_ci')

    op.drop_table('autotask_connections')
    op.drop_table('workspaces')
    op.drop_table('plans')
    op.drop_table('marks')
    op.drop_table('leases')
    op.drop_table('call_minutes')
