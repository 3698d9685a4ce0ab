DROP TRIGGER IF EXISTS seat_within_cap_i;

DROP TRIGGER IF EXISTS seat_within_cap_u;

DROP TRIGGER IF EXISTS cap_covers_seats;

DROP TRIGGER IF EXISTS list_frozen;

DROP TRIGGER IF EXISTS candidacy_seat_i;

DROP TRIGGER IF EXISTS candidacy_seat_u;

DROP TRIGGER IF EXISTS transition_kept_u;

DROP TRIGGER IF EXISTS transition_kept_d;

DROP TRIGGER IF EXISTS record_kept_u;

DROP TRIGGER IF EXISTS record_kept_d;

DROP TRIGGER IF EXISTS report_kept_u;

DROP TRIGGER IF EXISTS report_kept_d;

DROP TRIGGER IF EXISTS submission_kept_u;

DROP TRIGGER IF EXISTS submission_kept_d;

DROP TRIGGER IF EXISTS evidence_kept_u;

DROP TRIGGER IF EXISTS notice_kept_d;

DROP TRIGGER IF EXISTS audit_kept_u;

DROP TRIGGER IF EXISTS audit_kept_d;

CREATE TRIGGER seat_within_cap_i BEFORE INSERT ON evaluation_seat FOR EACH ROW WHEN NEW.number > (SELECT cap FROM evaluation_recommendationlist WHERE id = NEW.list_id) BEGIN SELECT RAISE(ABORT, 'seat over cap'); END;

CREATE TRIGGER seat_within_cap_u BEFORE UPDATE ON evaluation_seat FOR EACH ROW WHEN NEW.number > (SELECT cap FROM evaluation_recommendationlist WHERE id = NEW.list_id) OR NEW.list_id <> OLD.list_id BEGIN SELECT RAISE(ABORT, 'seat over cap'); END;

CREATE TRIGGER cap_covers_seats BEFORE UPDATE ON evaluation_recommendationlist FOR EACH ROW WHEN EXISTS (SELECT 1 FROM evaluation_seat WHERE list_id = NEW.id AND number > NEW.cap) BEGIN SELECT RAISE(ABORT, 'cap below seats'); END;

CREATE TRIGGER list_frozen BEFORE UPDATE ON evaluation_recommendationlist FOR EACH ROW WHEN NEW.cycle_id <> OLD.cycle_id OR NEW.base > OLD.base
OR NOT (NEW.unit_id IS OLD.unit_id)
OR (NOT (NEW.pool_id IS OLD.pool_id) AND EXISTS (
    SELECT 1 FROM evaluation_candidacy c JOIN evaluation_seat s ON s.id = c.seat_id
    WHERE c.cycle_id = OLD.cycle_id AND c.unit_id = OLD.unit_id AND s.list_id = OLD.pool_id
)) BEGIN SELECT RAISE(ABORT, 'frozen at opening'); END;

CREATE TRIGGER candidacy_seat_i BEFORE INSERT ON evaluation_candidacy FOR EACH ROW WHEN NEW.seat_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM evaluation_seat s
    JOIN evaluation_recommendationlist own ON own.cycle_id = NEW.cycle_id AND own.unit_id = NEW.unit_id
    WHERE s.id = NEW.seat_id AND s.list_id IN (own.id, own.pool_id)
) BEGIN SELECT RAISE(ABORT, 'seat of another list'); END;

CREATE TRIGGER candidacy_seat_u BEFORE UPDATE ON evaluation_candidacy FOR EACH ROW WHEN NEW.seat_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM evaluation_seat s
    JOIN evaluation_recommendationlist own ON own.cycle_id = NEW.cycle_id AND own.unit_id = NEW.unit_id
    WHERE s.id = NEW.seat_id AND s.list_id IN (own.id, own.pool_id)
) BEGIN SELECT RAISE(ABORT, 'seat of another list'); END;

CREATE TRIGGER transition_kept_u BEFORE UPDATE ON evaluation_transition FOR EACH ROW WHEN NOT (NEW.id IS OLD.id AND NEW.candidacy_id IS OLD.candidacy_id AND NEW.number IS OLD.number AND NEW.action IS OLD.action AND NEW.before IS OLD.before AND NEW.after IS OLD.after AND NEW.by_id IS OLD.by_id AND NEW.note IS OLD.note AND NEW.is_late IS OLD.is_late AND NEW.at IS OLD.at AND NEW.digest IS OLD.digest AND CAST(NEW.data AS TEXT) = CAST(OLD.data AS TEXT) AND OLD.announced_at IS NULL AND NEW.announced_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER transition_kept_d BEFORE DELETE ON evaluation_transition FOR EACH ROW WHEN TRUE BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER record_kept_u BEFORE UPDATE ON evaluation_reinspectionrecord FOR EACH ROW WHEN NOT (NEW.id IS OLD.id AND NEW.reinspection_id IS OLD.reinspection_id AND NEW.number IS OLD.number AND NEW.action IS OLD.action AND NEW.before IS OLD.before AND NEW.after IS OLD.after AND NEW.by_id IS OLD.by_id AND NEW.note IS OLD.note AND NEW.is_late IS OLD.is_late AND NEW.at IS OLD.at AND NEW.digest IS OLD.digest AND CAST(NEW.data AS TEXT) = CAST(OLD.data AS TEXT) AND OLD.announced_at IS NULL AND NEW.announced_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER record_kept_d BEFORE DELETE ON evaluation_reinspectionrecord FOR EACH ROW WHEN TRUE BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER report_kept_u BEFORE UPDATE ON evaluation_reinspectionreport FOR EACH ROW WHEN TRUE BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER report_kept_d BEFORE DELETE ON evaluation_reinspectionreport FOR EACH ROW WHEN TRUE BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER submission_kept_u BEFORE UPDATE ON evaluation_submission FOR EACH ROW WHEN TRUE BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER submission_kept_d BEFORE DELETE ON evaluation_submission FOR EACH ROW WHEN TRUE BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER evidence_kept_u BEFORE UPDATE ON evaluation_evidence FOR EACH ROW WHEN OLD.file <> '' AND (NEW.file <> OLD.file OR NEW.sha256 <> OLD.sha256) BEGIN SELECT RAISE(ABORT, 'a kept file never changes'); END;

CREATE TRIGGER notice_kept_d BEFORE DELETE ON evaluation_notice FOR EACH ROW WHEN TRUE BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER audit_kept_u BEFORE UPDATE ON branches_auditentry FOR EACH ROW WHEN TRUE BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER audit_kept_d BEFORE DELETE ON branches_auditentry FOR EACH ROW WHEN TRUE BEGIN SELECT RAISE(ABORT, 'append-only'); END;
