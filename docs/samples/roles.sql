-- Two accounts on PostgreSQL: "ldn_owner" owns the tables and runs `manage.py prepare`, the site itself runs as
-- "ldn_app", which can read and write rows and do nothing else. Run once as a superuser, in the site's database,
-- after the first `prepare`:  psql --dbname=ldn --file=roles.sql   (set passwords with \password)
CREATE ROLE ldn_app LOGIN;
GRANT USAGE ON SCHEMA public TO ldn_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ldn_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ldn_app;
-- Tables that later upgrades make.
ALTER DEFAULT PRIVILEGES FOR ROLE ldn_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ldn_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ldn_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO ldn_app;
