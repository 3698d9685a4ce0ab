-- Every guard of version 0.8.0: what the database itself refuses, whoever asks.

-- There are never more seats than the cap (方案 四（三）): a seat's number lies within the cap of its list, where it stays.
DROP TRIGGER IF EXISTS seat_within_cap_i;

CREATE TRIGGER seat_within_cap_i BEFORE INSERT ON evaluation_seat FOR EACH ROW
WHEN NEW.number > (SELECT cap FROM evaluation_recommendationlist WHERE id = NEW.list_id)
BEGIN
    SELECT RAISE(ABORT, 'seat over cap');
END;

DROP TRIGGER IF EXISTS seat_within_cap_u;

CREATE TRIGGER seat_within_cap_u BEFORE UPDATE ON evaluation_seat FOR EACH ROW
WHEN NEW.number > (SELECT cap FROM evaluation_recommendationlist WHERE id = NEW.list_id)
OR NEW.list_id <> OLD.list_id
BEGIN
    SELECT RAISE(ABORT, 'seat over cap');
END;

-- A cap is not lowered below a seat that is there.
DROP TRIGGER IF EXISTS cap_covers_seats;

CREATE TRIGGER cap_covers_seats BEFORE UPDATE ON evaluation_recommendationlist FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM evaluation_seat WHERE list_id = NEW.id AND number > NEW.cap)
BEGIN
    SELECT RAISE(ABORT, 'cap below seats');
END;

-- What was frozen when recommendation opened: whose list it is, its base (which may only shrink), and membership of the
-- pool while one of the unit's branches sits there.
DROP TRIGGER IF EXISTS list_frozen;

CREATE TRIGGER list_frozen BEFORE UPDATE ON evaluation_recommendationlist FOR EACH ROW
WHEN NEW.cycle_id <> OLD.cycle_id
OR NEW.base > OLD.base
OR NOT (NEW.unit_id IS OLD.unit_id)
OR (NOT (NEW.pool_id IS OLD.pool_id) AND EXISTS (
    SELECT 1 FROM evaluation_candidacy c JOIN evaluation_seat s ON s.id = c.seat_id
    WHERE c.cycle_id = OLD.cycle_id AND c.unit_id = OLD.unit_id AND s.list_id = OLD.pool_id
))
BEGIN
    SELECT RAISE(ABORT, 'frozen at opening');
END;

-- A case sits on a seat of its own unit and year, or of the pool that this unit's list joined.
DROP TRIGGER IF EXISTS candidacy_seat_i;

CREATE TRIGGER candidacy_seat_i BEFORE INSERT ON evaluation_candidacy FOR EACH ROW
WHEN NEW.seat_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM evaluation_seat s
    JOIN evaluation_recommendationlist own ON own.cycle_id = NEW.cycle_id AND own.unit_id = NEW.unit_id
    WHERE s.id = NEW.seat_id AND s.list_id IN (own.id, own.pool_id)
)
BEGIN
    SELECT RAISE(ABORT, 'seat of another list');
END;

DROP TRIGGER IF EXISTS candidacy_seat_u;

CREATE TRIGGER candidacy_seat_u BEFORE UPDATE ON evaluation_candidacy FOR EACH ROW
WHEN NEW.seat_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM evaluation_seat s
    JOIN evaluation_recommendationlist own ON own.cycle_id = NEW.cycle_id AND own.unit_id = NEW.unit_id
    WHERE s.id = NEW.seat_id AND s.list_id IN (own.id, own.pool_id)
)
BEGIN
    SELECT RAISE(ABORT, 'seat of another list');
END;

-- Of a record nothing may change but that it was announced, once.
DROP TRIGGER IF EXISTS transition_kept_u;

CREATE TRIGGER transition_kept_u BEFORE UPDATE ON evaluation_transition FOR EACH ROW
WHEN NOT (
    NEW.id IS OLD.id
    AND NEW.candidacy_id IS OLD.candidacy_id
    AND NEW.number IS OLD.number
    AND NEW.action IS OLD.action
    AND NEW.before IS OLD.before
    AND NEW.after IS OLD.after
    AND NEW.by_id IS OLD.by_id
    AND NEW.note IS OLD.note
    AND NEW.is_late IS OLD.is_late
    AND NEW.at IS OLD.at
    AND NEW.digest IS OLD.digest
    AND CAST(NEW.data AS TEXT) = CAST(OLD.data AS TEXT)
    AND OLD.announced_at IS NULL AND NEW.announced_at IS NOT NULL
)
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

DROP TRIGGER IF EXISTS transition_kept_d;

CREATE TRIGGER transition_kept_d BEFORE DELETE ON evaluation_transition FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

DROP TRIGGER IF EXISTS record_kept_u;

CREATE TRIGGER record_kept_u BEFORE UPDATE ON evaluation_reinspectionrecord FOR EACH ROW
WHEN NOT (
    NEW.id IS OLD.id
    AND NEW.reinspection_id IS OLD.reinspection_id
    AND NEW.number IS OLD.number
    AND NEW.action IS OLD.action
    AND NEW.before IS OLD.before
    AND NEW.after IS OLD.after
    AND NEW.by_id IS OLD.by_id
    AND NEW.note IS OLD.note
    AND NEW.is_late IS OLD.is_late
    AND NEW.at IS OLD.at
    AND NEW.digest IS OLD.digest
    AND CAST(NEW.data AS TEXT) = CAST(OLD.data AS TEXT)
    AND OLD.announced_at IS NULL AND NEW.announced_at IS NOT NULL
)
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

DROP TRIGGER IF EXISTS record_kept_d;

CREATE TRIGGER record_kept_d BEFORE DELETE ON evaluation_reinspectionrecord FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

-- What was handed in stays as it was.
DROP TRIGGER IF EXISTS report_kept_u;

CREATE TRIGGER report_kept_u BEFORE UPDATE ON evaluation_reinspectionreport FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

DROP TRIGGER IF EXISTS report_kept_d;

CREATE TRIGGER report_kept_d BEFORE DELETE ON evaluation_reinspectionreport FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

DROP TRIGGER IF EXISTS submission_kept_u;

CREATE TRIGGER submission_kept_u BEFORE UPDATE ON evaluation_submission FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

DROP TRIGGER IF EXISTS submission_kept_d;

CREATE TRIGGER submission_kept_d BEFORE DELETE ON evaluation_submission FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

-- A file that was taken in is not replaced.
DROP TRIGGER IF EXISTS evidence_kept_u;

CREATE TRIGGER evidence_kept_u BEFORE UPDATE ON evaluation_evidence FOR EACH ROW
WHEN OLD.file <> '' AND (NEW.file <> OLD.file OR NEW.sha256 <> OLD.sha256)
BEGIN
    SELECT RAISE(ABORT, 'a kept file never changes');
END;

-- Of a document only the file is added, once, and what its typesetting needs until then.
DROP TRIGGER IF EXISTS notice_kept_u;

CREATE TRIGGER notice_kept_u BEFORE UPDATE ON evaluation_notice FOR EACH ROW
WHEN NOT (NEW.id IS OLD.id)
OR NOT (NEW.kind IS OLD.kind)
OR NOT (NEW.cycle_id IS OLD.cycle_id)
OR NOT (NEW.number IS OLD.number)
OR NOT (NEW.dated_on IS OLD.dated_on)
OR NOT (NEW.fingerprint IS OLD.fingerprint)
OR NOT (NEW.token IS OLD.token)
OR NOT (NEW.by_id IS OLD.by_id)
OR NOT (NEW.at IS OLD.at)
OR NOT (NEW.candidacy_id IS OLD.candidacy_id)
OR NOT (NEW.list_id IS OLD.list_id)
OR NOT (NEW.public_notice_id IS OLD.public_notice_id)
OR NOT (NEW.decision_id IS OLD.decision_id)
OR NOT (NEW.honour_id IS OLD.honour_id)
OR NOT (NEW.report_id IS OLD.report_id)
OR NOT (NEW.unit_id IS OLD.unit_id)
OR NOT (NEW.corrects_id IS OLD.corrects_id)
OR NOT (NEW.correction IS OLD.correction)
OR CAST(NEW.data AS TEXT) <> CAST(OLD.data AS TEXT)
OR (OLD.file <> '' AND (NEW.file <> OLD.file OR NEW.sha256 <> OLD.sha256))
BEGIN
    SELECT RAISE(ABORT, 'a document never changes');
END;

DROP TRIGGER IF EXISTS notice_kept_d;

CREATE TRIGGER notice_kept_d BEFORE DELETE ON evaluation_notice FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

-- A number that was taken is never given again.
DROP TRIGGER IF EXISTS series_grows;

CREATE TRIGGER series_grows BEFORE UPDATE ON evaluation_documentseries FOR EACH ROW
WHEN NEW.id <> OLD.id OR NEW.last < OLD.last OR NEW.code <> OLD.code OR NEW.year <> OLD.year
BEGIN
    SELECT RAISE(ABORT, 'a number is never given again');
END;

DROP TRIGGER IF EXISTS series_kept_d;

CREATE TRIGGER series_kept_d BEFORE DELETE ON evaluation_documentseries FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

-- What was done is never unsaid.
DROP TRIGGER IF EXISTS audit_kept_u;

CREATE TRIGGER audit_kept_u BEFORE UPDATE ON branches_auditentry FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

DROP TRIGGER IF EXISTS audit_kept_d;

CREATE TRIGGER audit_kept_d BEFORE DELETE ON branches_auditentry FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

-- A text stays as it was saved; what it was issued as is filled in once.
DROP TRIGGER IF EXISTS text_kept_u;

CREATE TRIGGER text_kept_u BEFORE UPDATE ON evaluation_documenttext FOR EACH ROW
WHEN NOT (NEW.id IS OLD.id)
OR NOT (NEW.cycle_id IS OLD.cycle_id)
OR NOT (NEW.kind IS OLD.kind)
OR NOT (NEW.version_id IS OLD.version_id)
OR NOT (NEW.corrects_id IS OLD.corrects_id)
OR NOT (NEW.number IS OLD.number)
OR NOT (NEW.facts IS OLD.facts)
OR NOT (NEW.fingerprint IS OLD.fingerprint)
OR NOT (NEW.by_id IS OLD.by_id)
OR NOT (NEW.at IS OLD.at)
OR (OLD.issued_as_id IS NOT NULL AND NOT (NEW.issued_as_id IS OLD.issued_as_id))
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

DROP TRIGGER IF EXISTS text_kept_d;

CREATE TRIGGER text_kept_d BEFORE DELETE ON evaluation_documenttext FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

-- Who passed a text or returned it.
DROP TRIGGER IF EXISTS check_kept_u;

CREATE TRIGGER check_kept_u BEFORE UPDATE ON evaluation_textcheck FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

DROP TRIGGER IF EXISTS check_kept_d;

CREATE TRIGGER check_kept_d BEFORE DELETE ON evaluation_textcheck FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

-- A recorded consent is withdrawn once, never changed.
DROP TRIGGER IF EXISTS consent_kept_u;

CREATE TRIGGER consent_kept_u BEFORE UPDATE ON evaluation_leaderconsent FOR EACH ROW
WHEN NOT (NEW.id IS OLD.id)
OR NOT (NEW.text_id IS OLD.text_id)
OR NOT (NEW.body IS OLD.body)
OR NOT (NEW.leader IS OLD.leader)
OR NOT (NEW.signed_on IS OLD.signed_on)
OR NOT (NEW.scan IS OLD.scan)
OR NOT (NEW.sha256 IS OLD.sha256)
OR NOT (NEW.by_id IS OLD.by_id)
OR NOT (NEW.at IS OLD.at)
OR (OLD.withdrawn_at IS NOT NULL AND NOT (NEW.withdrawn_at IS OLD.withdrawn_at))
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

DROP TRIGGER IF EXISTS consent_kept_d;

CREATE TRIGGER consent_kept_d BEFORE DELETE ON evaluation_leaderconsent FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

-- A file of a document is made once.
DROP TRIGGER IF EXISTS rendition_kept_u;

CREATE TRIGGER rendition_kept_u BEFORE UPDATE ON evaluation_rendition FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

DROP TRIGGER IF EXISTS rendition_kept_d;

CREATE TRIGGER rendition_kept_d BEFORE DELETE ON evaluation_rendition FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

-- The paper that came back stays as it came; it is confirmed once, and compared.
DROP TRIGGER IF EXISTS copy_kept_u;

CREATE TRIGGER copy_kept_u BEFORE UPDATE ON evaluation_issuedcopy FOR EACH ROW
WHEN NOT (NEW.id IS OLD.id)
OR NOT (NEW.notice_id IS OLD.notice_id)
OR NOT (NEW.title IS OLD.title)
OR NOT (NEW.file IS OLD.file)
OR NOT (NEW.content_type IS OLD.content_type)
OR NOT (NEW.size IS OLD.size)
OR NOT (NEW.sha256 IS OLD.sha256)
OR NOT (NEW.supersedes_id IS OLD.supersedes_id)
OR NOT (NEW.reason IS OLD.reason)
OR NOT (NEW.by_id IS OLD.by_id)
OR NOT (NEW.at IS OLD.at)
OR (OLD.confirmed_by_id IS NOT NULL AND NOT (NEW.confirmed_by_id IS OLD.confirmed_by_id))
OR (OLD.confirmed_at IS NOT NULL AND NOT (NEW.confirmed_at IS OLD.confirmed_at))
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;

DROP TRIGGER IF EXISTS copy_kept_d;

CREATE TRIGGER copy_kept_d BEFORE DELETE ON evaluation_issuedcopy FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'append-only');
END;
