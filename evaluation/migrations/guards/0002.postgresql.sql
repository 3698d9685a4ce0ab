DROP TRIGGER IF EXISTS seat_within_cap_i ON evaluation_seat;

DROP FUNCTION IF EXISTS seat_within_cap_i();

DROP TRIGGER IF EXISTS seat_within_cap_u ON evaluation_seat;

DROP FUNCTION IF EXISTS seat_within_cap_u();

DROP TRIGGER IF EXISTS cap_covers_seats ON evaluation_recommendationlist;

DROP FUNCTION IF EXISTS cap_covers_seats();

DROP TRIGGER IF EXISTS list_frozen ON evaluation_recommendationlist;

DROP FUNCTION IF EXISTS list_frozen();

DROP TRIGGER IF EXISTS candidacy_seat_i ON evaluation_candidacy;

DROP FUNCTION IF EXISTS candidacy_seat_i();

DROP TRIGGER IF EXISTS candidacy_seat_u ON evaluation_candidacy;

DROP FUNCTION IF EXISTS candidacy_seat_u();

DROP TRIGGER IF EXISTS transition_kept_u ON evaluation_transition;

DROP FUNCTION IF EXISTS transition_kept_u();

DROP TRIGGER IF EXISTS transition_kept_d ON evaluation_transition;

DROP FUNCTION IF EXISTS transition_kept_d();

DROP TRIGGER IF EXISTS submission_kept_u ON evaluation_submission;

DROP FUNCTION IF EXISTS submission_kept_u();

DROP TRIGGER IF EXISTS submission_kept_d ON evaluation_submission;

DROP FUNCTION IF EXISTS submission_kept_d();

DROP TRIGGER IF EXISTS evidence_kept_u ON evaluation_evidence;

DROP FUNCTION IF EXISTS evidence_kept_u();

DROP TRIGGER IF EXISTS notice_kept_d ON evaluation_notice;

DROP FUNCTION IF EXISTS notice_kept_d();

DROP TRIGGER IF EXISTS audit_kept_u ON branches_auditentry;

DROP FUNCTION IF EXISTS audit_kept_u();

DROP TRIGGER IF EXISTS audit_kept_d ON branches_auditentry;

DROP FUNCTION IF EXISTS audit_kept_d();

CREATE FUNCTION seat_within_cap_i() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.number > (SELECT cap FROM evaluation_recommendationlist WHERE id = NEW.list_id) THEN RAISE EXCEPTION 'seat over cap' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;

CREATE TRIGGER seat_within_cap_i BEFORE INSERT ON evaluation_seat FOR EACH ROW EXECUTE FUNCTION seat_within_cap_i();

CREATE FUNCTION seat_within_cap_u() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.number > (SELECT cap FROM evaluation_recommendationlist WHERE id = NEW.list_id) OR NEW.list_id <> OLD.list_id THEN RAISE EXCEPTION 'seat over cap' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;

CREATE TRIGGER seat_within_cap_u BEFORE UPDATE ON evaluation_seat FOR EACH ROW EXECUTE FUNCTION seat_within_cap_u();

CREATE FUNCTION cap_covers_seats() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM evaluation_seat WHERE list_id = NEW.id AND number > NEW.cap) THEN RAISE EXCEPTION 'cap below seats' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;

CREATE TRIGGER cap_covers_seats BEFORE UPDATE ON evaluation_recommendationlist FOR EACH ROW EXECUTE FUNCTION cap_covers_seats();

CREATE FUNCTION list_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.cycle_id <> OLD.cycle_id OR NEW.base > OLD.base
OR NOT (NEW.unit_id IS NOT DISTINCT FROM OLD.unit_id)
OR (NOT (NEW.pool_id IS NOT DISTINCT FROM OLD.pool_id) AND EXISTS (
    SELECT 1 FROM evaluation_candidacy c JOIN evaluation_seat s ON s.id = c.seat_id
    WHERE c.cycle_id = OLD.cycle_id AND c.unit_id = OLD.unit_id AND s.list_id = OLD.pool_id
)) THEN RAISE EXCEPTION 'frozen at opening' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;

CREATE TRIGGER list_frozen BEFORE UPDATE ON evaluation_recommendationlist FOR EACH ROW EXECUTE FUNCTION list_frozen();

CREATE FUNCTION candidacy_seat_i() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.seat_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM evaluation_seat s
    JOIN evaluation_recommendationlist own ON own.cycle_id = NEW.cycle_id AND own.unit_id = NEW.unit_id
    WHERE s.id = NEW.seat_id AND s.list_id IN (own.id, own.pool_id)
) THEN RAISE EXCEPTION 'seat of another list' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;

CREATE TRIGGER candidacy_seat_i BEFORE INSERT ON evaluation_candidacy FOR EACH ROW EXECUTE FUNCTION candidacy_seat_i();

CREATE FUNCTION candidacy_seat_u() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.seat_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM evaluation_seat s
    JOIN evaluation_recommendationlist own ON own.cycle_id = NEW.cycle_id AND own.unit_id = NEW.unit_id
    WHERE s.id = NEW.seat_id AND s.list_id IN (own.id, own.pool_id)
) THEN RAISE EXCEPTION 'seat of another list' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;

CREATE TRIGGER candidacy_seat_u BEFORE UPDATE ON evaluation_candidacy FOR EACH ROW EXECUTE FUNCTION candidacy_seat_u();

CREATE FUNCTION transition_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.candidacy_id IS NOT DISTINCT FROM OLD.candidacy_id AND NEW.number IS NOT DISTINCT FROM OLD.number AND NEW.action IS NOT DISTINCT FROM OLD.action AND NEW.before IS NOT DISTINCT FROM OLD.before AND NEW.after IS NOT DISTINCT FROM OLD.after AND NEW.by_id IS NOT DISTINCT FROM OLD.by_id AND NEW.note IS NOT DISTINCT FROM OLD.note AND NEW.is_late IS NOT DISTINCT FROM OLD.is_late AND NEW.at IS NOT DISTINCT FROM OLD.at AND NEW.digest IS NOT DISTINCT FROM OLD.digest AND CAST(NEW.data AS TEXT) = CAST(OLD.data AS TEXT) AND OLD.announced_at IS NULL AND NEW.announced_at IS NOT NULL) THEN RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;

CREATE TRIGGER transition_kept_u BEFORE UPDATE ON evaluation_transition FOR EACH ROW EXECUTE FUNCTION transition_kept_u();

CREATE FUNCTION transition_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;

CREATE TRIGGER transition_kept_d BEFORE DELETE ON evaluation_transition FOR EACH ROW EXECUTE FUNCTION transition_kept_d();

CREATE FUNCTION submission_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;

CREATE TRIGGER submission_kept_u BEFORE UPDATE ON evaluation_submission FOR EACH ROW EXECUTE FUNCTION submission_kept_u();

CREATE FUNCTION submission_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;

CREATE TRIGGER submission_kept_d BEFORE DELETE ON evaluation_submission FOR EACH ROW EXECUTE FUNCTION submission_kept_d();

CREATE FUNCTION evidence_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.file <> '' AND (NEW.file <> OLD.file OR NEW.sha256 <> OLD.sha256) THEN RAISE EXCEPTION 'a kept file never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;

CREATE TRIGGER evidence_kept_u BEFORE UPDATE ON evaluation_evidence FOR EACH ROW EXECUTE FUNCTION evidence_kept_u();

CREATE FUNCTION notice_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;

CREATE TRIGGER notice_kept_d BEFORE DELETE ON evaluation_notice FOR EACH ROW EXECUTE FUNCTION notice_kept_d();

CREATE FUNCTION audit_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;

CREATE TRIGGER audit_kept_u BEFORE UPDATE ON branches_auditentry FOR EACH ROW EXECUTE FUNCTION audit_kept_u();

CREATE FUNCTION audit_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;

CREATE TRIGGER audit_kept_d BEFORE DELETE ON branches_auditentry FOR EACH ROW EXECUTE FUNCTION audit_kept_d();
