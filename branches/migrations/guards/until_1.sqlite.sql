-- What the database keeps by itself: until when each branch has a secretary, and each person a post.
DROP TRIGGER IF EXISTS until_of_post_i;

CREATE TRIGGER until_of_post_i AFTER INSERT ON branches_appointment FOR EACH ROW
BEGIN
    UPDATE branches_secretaryuntil SET until = max(until, COALESCE(NEW.ends_on, '9999-12-31'))
    WHERE branch_id = NEW.branch_id AND NEW.role = 'secretary';
    UPDATE branches_postuntil SET until = max(until, COALESCE(NEW.ends_on, '9999-12-31'))
    WHERE user_id = NEW.user_id;
END;

DROP TRIGGER IF EXISTS until_of_post_u;

CREATE TRIGGER until_of_post_u AFTER UPDATE ON branches_appointment FOR EACH ROW
BEGIN
    UPDATE branches_secretaryuntil SET until = COALESCE((
        SELECT max(COALESCE(ends_on, '9999-12-31')) FROM branches_appointment
        WHERE branch_id = OLD.branch_id AND role = 'secretary'
    ), '0001-01-01') WHERE branch_id = OLD.branch_id;
    UPDATE branches_secretaryuntil SET until = COALESCE((
        SELECT max(COALESCE(ends_on, '9999-12-31')) FROM branches_appointment
        WHERE branch_id = NEW.branch_id AND role = 'secretary'
    ), '0001-01-01') WHERE branch_id = NEW.branch_id;
    UPDATE branches_postuntil SET until = COALESCE((
        SELECT max(COALESCE(ends_on, '9999-12-31')) FROM branches_appointment WHERE user_id = OLD.user_id
    ), '0001-01-01') WHERE user_id = OLD.user_id;
    UPDATE branches_postuntil SET until = COALESCE((
        SELECT max(COALESCE(ends_on, '9999-12-31')) FROM branches_appointment WHERE user_id = NEW.user_id
    ), '0001-01-01') WHERE user_id = NEW.user_id;
END;

DROP TRIGGER IF EXISTS until_of_post_d;

CREATE TRIGGER until_of_post_d AFTER DELETE ON branches_appointment FOR EACH ROW
BEGIN
    UPDATE branches_secretaryuntil SET until = COALESCE((
        SELECT max(COALESCE(ends_on, '9999-12-31')) FROM branches_appointment
        WHERE branch_id = OLD.branch_id AND role = 'secretary'
    ), '0001-01-01') WHERE branch_id = OLD.branch_id;
    UPDATE branches_postuntil SET until = COALESCE((
        SELECT max(COALESCE(ends_on, '9999-12-31')) FROM branches_appointment WHERE user_id = OLD.user_id
    ), '0001-01-01') WHERE user_id = OLD.user_id;
END;

-- A branch comes, is dissolved, comes back or goes.
DROP TRIGGER IF EXISTS until_of_branch_i;

CREATE TRIGGER until_of_branch_i AFTER INSERT ON branches_branch FOR EACH ROW
BEGIN
    INSERT INTO branches_secretaryuntil (branch_id, is_asked, until)
    VALUES (NEW.id, NEW.dissolved_on IS NULL, '0001-01-01');
END;

DROP TRIGGER IF EXISTS until_of_branch_u;

CREATE TRIGGER until_of_branch_u AFTER UPDATE OF dissolved_on ON branches_branch FOR EACH ROW
BEGIN
    UPDATE branches_secretaryuntil SET is_asked = (NEW.dissolved_on IS NULL)
    WHERE branch_id = NEW.id AND is_asked <> (NEW.dissolved_on IS NULL);
END;

DROP TRIGGER IF EXISTS until_of_branch_d;

CREATE TRIGGER until_of_branch_d AFTER DELETE ON branches_branch FOR EACH ROW
BEGIN
    DELETE FROM branches_secretaryuntil WHERE branch_id = OLD.id;
END;

-- An account comes, is switched off or on, or goes.
DROP TRIGGER IF EXISTS until_of_person_i;

CREATE TRIGGER until_of_person_i AFTER INSERT ON branches_user FOR EACH ROW
BEGIN
    INSERT INTO branches_postuntil (user_id, is_asked, until) VALUES (NEW.id, NEW.is_active, '0001-01-01');
END;

DROP TRIGGER IF EXISTS until_of_person_u;

CREATE TRIGGER until_of_person_u AFTER UPDATE OF is_active ON branches_user FOR EACH ROW
BEGIN
    UPDATE branches_postuntil SET is_asked = NEW.is_active WHERE user_id = NEW.id AND is_asked <> NEW.is_active;
END;

DROP TRIGGER IF EXISTS until_of_person_d;

CREATE TRIGGER until_of_person_d AFTER DELETE ON branches_user FOR EACH ROW
BEGIN
    DELETE FROM branches_postuntil WHERE user_id = OLD.id;
END;
