namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Database tools.</summary>
internal static class Databases
{
    public const string Table = """
         arangosh bcp beeline clickhouse clickhouse-client clusterdb cockroach couchdb cqlsh createdb createuser cypher-shell databricks dbt dgraph dolt dropdb dropuser etcdctl hive impala-shell influx initdb isql kafka-console-consumer kafka-console-producer kafka-consumer-groups kafka-topics kafkacat kcat litecli mariadb-dump mongo mongodump mongoexport mongoimport mongorestore mongosh mosquitto_pub mosquitto_sub mysqladmin mysqlcheck mysqld_safe mysqldump mysqlimport mysqlshow nats neo4j osql pg_basebackup pg_config pg_ctl pg_dump pg_dumpall pg_isready pg_lsclusters pg_restore pg_upgrade pgbench pgcli presto rabbitmqadmin rabbitmqctl reindexdb snow snowsql spark-sql sqlcmd sqlplus surreal trino tsql usql vacuumdb
        = mongodump
          * !database.read,file.write -o|--out=F -h|--host=s --uri=s
        = mongoexport pg_dump pg_dumpall mysqldump mariadb-dump
          * !database.read -f|--file|-o|--out|-r|--result-file=w -h|--host=s
        = mongorestore mongoimport pg_restore mysqlimport pgbench createdb createuser reindexdb vacuumdb clusterdb pg_ctl pg_upgrade initdb pg_basebackup mysqld_safe
          * !database.change
        = mysqladmin
          -u|--user|-h|--host|-P|--port|-S|--socket= -p?
        > status/ping/version/variables/extended-status/processlist : * !database.read
        > drop : * !database.change,resource.destroy
        > shutdown/kill : * !process.control
        > _ : * !database.change
        = dropdb dropuser
          * !database.change,resource.destroy
        = pg_isready mysqlshow mysqlcheck pg_config pg_lsclusters
          * !database.read -h|--host=s
        = sqlcmd bcp isql tsql usql pgcli litecli osql sqlplus snowsql clickhouse-client clickhouse cqlsh influx trino presto beeline hive impala-shell spark-sql cypher-shell arangosh neo4j couchdb cockroach surreal dolt dgraph snow databricks dbt
          !!
        = etcdctl
          --endpoints=s -w|--write-out|--user|--command-timeout|--dial-timeout= --cacert|--cert|--key=r
        > get/member/endpoint/version/watch/help/alarm : * !database.read
        > del : * !database.change,resource.destroy
        > _ : * !database.change
        = kafka-topics kafka-console-consumer kafka-console-producer kafka-consumer-groups kafkacat kcat rabbitmqctl rabbitmqadmin nats mosquitto_pub mosquitto_sub
          * !database.change -h|-b|-s|--server|--bootstrap-server|--broker-list|--brokers=s &delete/delete_*/purge*/reset/force_reset/del/rm!resource.destroy --delete!resource.destroy
        = mongosh mongo
          1:U ..:J -f|--file=x --eval=J -u|--username|-p|--password|--port|--authenticationDatabase|--authenticationMechanism|--apiVersion|--json= --host=s --quiet|--norc|--tls|--verbose|--nodb|--shell -h~
        """;

    public const string Examples = """
        psql -c 'select 1' -> database.read
        psql -c 'drop table t' -> database.change, resource.destroy
        sqlite3 a.db 'delete from t where a = 1' -> file.read a.db, database.change
        redis-cli get k -> database.read
        mysqladmin -u root status -> database.read
        mysqladmin drop app -> database.change, resource.destroy
        pg_dump -f out.sql app -> database.read, file.write out.sql
        mongosh app --eval 'db.a.find()' -> database.read
        mongosh app --eval 'db.dropDatabase()' -> database.read, database.change, resource.destroy
        mongosh app -> code.run
        kafka-topics --delete --topic x -> database.change, resource.destroy
        etcdctl get --prefix /a -> database.read, may file.read /a, may file.write /a
        dropdb app -> database.change, resource.destroy
        redis-cli flushall -> database.change, resource.destroy
        """;
}
