-- What the database keeps by itself: until when each branch has a secretary, and each person a post. Whoever writes a
-- post locks both rows before he looks at the other posts: what he does not see yet waits for him.
DROP TRIGGER IF EXISTS until_of_post ON branches_appointment;

DROP FUNCTION IF EXISTS until_of_post();

DROP FUNCTION IF EXISTS until_anew(bigint, bigint);

CREATE FUNCTION until_anew(the_branch bigint, the_user bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM branches_secretaryuntil WHERE branch_id = the_branch FOR UPDATE;
    UPDATE branches_secretaryuntil SET until = COALESCE((
        SELECT max(COALESCE(ends_on, DATE '9999-12-31')) FROM branches_appointment
        WHERE branch_id = the_branch AND role = 'secretary'
    ), DATE '0001-01-01') WHERE branch_id = the_branch;
    PERFORM 1 FROM branches_postuntil WHERE user_id = the_user FOR UPDATE;
    UPDATE branches_postuntil SET until = COALESCE((
        SELECT max(COALESCE(ends_on, DATE '9999-12-31')) FROM branches_appointment WHERE user_id = the_user
    ), DATE '0001-01-01') WHERE user_id = the_user;
END
$$;

CREATE FUNCTION until_of_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE branches_secretaryuntil SET until = GREATEST(until, COALESCE(NEW.ends_on, DATE '9999-12-31'))
        WHERE branch_id = NEW.branch_id AND NEW.role = 'secretary';
        UPDATE branches_postuntil SET until = GREATEST(until, COALESCE(NEW.ends_on, DATE '9999-12-31'))
        WHERE user_id = NEW.user_id;
        RETURN NULL;
    END IF;
    PERFORM until_anew(OLD.branch_id, OLD.user_id);
    IF TG_OP = 'UPDATE' AND (NEW.branch_id, NEW.user_id) IS DISTINCT FROM (OLD.branch_id, OLD.user_id) THEN
        PERFORM until_anew(NEW.branch_id, NEW.user_id);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER until_of_post AFTER INSERT OR UPDATE OR DELETE ON branches_appointment
FOR EACH ROW EXECUTE FUNCTION until_of_post();

-- A branch comes, is dissolved, comes back or goes.
DROP TRIGGER IF EXISTS until_of_branch ON branches_branch;

DROP FUNCTION IF EXISTS until_of_branch();

CREATE FUNCTION until_of_branch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO branches_secretaryuntil (branch_id, is_asked, until)
        VALUES (NEW.id, NEW.dissolved_on IS NULL, DATE '0001-01-01');
    ELSIF TG_OP = 'UPDATE' THEN
        UPDATE branches_secretaryuntil SET is_asked = NEW.dissolved_on IS NULL
        WHERE branch_id = NEW.id AND is_asked <> (NEW.dissolved_on IS NULL);
    ELSE
        DELETE FROM branches_secretaryuntil WHERE branch_id = OLD.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER until_of_branch AFTER INSERT OR UPDATE OF dissolved_on OR DELETE ON branches_branch
FOR EACH ROW EXECUTE FUNCTION until_of_branch();

-- An account comes, is switched off or on, or goes.
DROP TRIGGER IF EXISTS until_of_person ON branches_user;

DROP FUNCTION IF EXISTS until_of_person();

CREATE FUNCTION until_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO branches_postuntil (user_id, is_asked, until) VALUES (NEW.id, NEW.is_active, DATE '0001-01-01');
    ELSIF TG_OP = 'UPDATE' THEN
        UPDATE branches_postuntil SET is_asked = NEW.is_active WHERE user_id = NEW.id AND is_asked <> NEW.is_active;
    ELSE
        DELETE FROM branches_postuntil WHERE user_id = OLD.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER until_of_person AFTER INSERT OR UPDATE OF is_active OR DELETE ON branches_user
FOR EACH ROW EXECUTE FUNCTION until_of_person();
