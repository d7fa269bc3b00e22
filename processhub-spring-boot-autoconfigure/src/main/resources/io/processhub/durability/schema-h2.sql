create table if not exists PROCESSHUB_CHILD (
    hub_id varchar(255) not null,
    bucket int not null,
    child_key varchar(512) not null,
    child_type varchar(255) not null,
    args character large object,
    options character large object not null,
    epoch bigint not null,
    version bigint not null,
    start_id bigint not null,
    removed_at bigint not null,
    primary key (hub_id, bucket, child_key)
);

create table if not exists PROCESSHUB_STATE (
    hub_id varchar(255) not null,
    child_key varchar(512) not null,
    start_id bigint not null,
    epoch bigint not null,
    version bigint not null,
    content binary large object not null,
    primary key (hub_id, child_key)
);
