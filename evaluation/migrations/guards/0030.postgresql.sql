-- Every guard of version 0.8.0: what the database itself refuses, whoever asks.

-- There are never more seats than the cap (方案 四（三）): a seat's number lies within the cap of its list, where it stays.
DROP TRIGGER IF EXISTS seat_within_cap_i ON evaluation_seat;

DROP FUNCTION IF EXISTS seat_within_cap_i();

CREATE FUNCTION seat_within_cap_i() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number > (SELECT cap FROM evaluation_recommendationlist WHERE id = NEW.list_id) THEN
        RAISE EXCEPTION 'seat over cap' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER seat_within_cap_i BEFORE INSERT ON evaluation_seat FOR EACH ROW EXECUTE FUNCTION seat_within_cap_i();

DROP TRIGGER IF EXISTS seat_within_cap_u ON evaluation_seat;

DROP FUNCTION IF EXISTS seat_within_cap_u();

CREATE FUNCTION seat_within_cap_u() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number > (SELECT cap FROM evaluation_recommendationlist WHERE id = NEW.list_id)
       OR NEW.list_id <> OLD.list_id THEN
        RAISE EXCEPTION 'seat over cap' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER seat_within_cap_u BEFORE UPDATE ON evaluation_seat FOR EACH ROW EXECUTE FUNCTION seat_within_cap_u();

-- A cap is not lowered below a seat that is there.
DROP TRIGGER IF EXISTS cap_covers_seats ON evaluation_recommendationlist;

DROP FUNCTION IF EXISTS cap_covers_seats();

CREATE FUNCTION cap_covers_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM evaluation_seat WHERE list_id = NEW.id AND number > NEW.cap) THEN
        RAISE EXCEPTION 'cap below seats' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER cap_covers_seats BEFORE UPDATE ON evaluation_recommendationlist FOR EACH ROW EXECUTE FUNCTION cap_covers_seats();

-- What was frozen when recommendation opened: whose list it is, its base (which may only shrink), and membership of the
-- pool while one of the unit's branches sits there.
DROP TRIGGER IF EXISTS list_frozen ON evaluation_recommendationlist;

DROP FUNCTION IF EXISTS list_frozen();

CREATE FUNCTION list_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.cycle_id <> OLD.cycle_id
       OR NEW.base > OLD.base
       OR NOT (NEW.unit_id IS NOT DISTINCT FROM OLD.unit_id)
       OR (NOT (NEW.pool_id IS NOT DISTINCT FROM OLD.pool_id) AND EXISTS (
           SELECT 1 FROM evaluation_candidacy c JOIN evaluation_seat s ON s.id = c.seat_id
           WHERE c.cycle_id = OLD.cycle_id AND c.unit_id = OLD.unit_id AND s.list_id = OLD.pool_id
       )) THEN
        RAISE EXCEPTION 'frozen at opening' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER list_frozen BEFORE UPDATE ON evaluation_recommendationlist FOR EACH ROW EXECUTE FUNCTION list_frozen();

-- A case sits on a seat of its own unit and year, or of the pool that this unit's list joined.
DROP TRIGGER IF EXISTS candidacy_seat_i ON evaluation_candidacy;

DROP FUNCTION IF EXISTS candidacy_seat_i();

CREATE FUNCTION candidacy_seat_i() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seat_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM evaluation_seat s
        JOIN evaluation_recommendationlist own ON own.cycle_id = NEW.cycle_id AND own.unit_id = NEW.unit_id
        WHERE s.id = NEW.seat_id AND s.list_id IN (own.id, own.pool_id)
    ) THEN
        RAISE EXCEPTION 'seat of another list' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER candidacy_seat_i BEFORE INSERT ON evaluation_candidacy FOR EACH ROW EXECUTE FUNCTION candidacy_seat_i();

DROP TRIGGER IF EXISTS candidacy_seat_u ON evaluation_candidacy;

DROP FUNCTION IF EXISTS candidacy_seat_u();

CREATE FUNCTION candidacy_seat_u() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seat_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM evaluation_seat s
        JOIN evaluation_recommendationlist own ON own.cycle_id = NEW.cycle_id AND own.unit_id = NEW.unit_id
        WHERE s.id = NEW.seat_id AND s.list_id IN (own.id, own.pool_id)
    ) THEN
        RAISE EXCEPTION 'seat of another list' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER candidacy_seat_u BEFORE UPDATE ON evaluation_candidacy FOR EACH ROW EXECUTE FUNCTION candidacy_seat_u();

-- Of a record nothing may change but that it was announced, once.
DROP TRIGGER IF EXISTS transition_kept_u ON evaluation_transition;

DROP FUNCTION IF EXISTS transition_kept_u();

CREATE FUNCTION transition_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (
        NEW.id IS NOT DISTINCT FROM OLD.id
        AND NEW.candidacy_id IS NOT DISTINCT FROM OLD.candidacy_id
        AND NEW.number IS NOT DISTINCT FROM OLD.number
        AND NEW.action IS NOT DISTINCT FROM OLD.action
        AND NEW.before IS NOT DISTINCT FROM OLD.before
        AND NEW.after IS NOT DISTINCT FROM OLD.after
        AND NEW.by_id IS NOT DISTINCT FROM OLD.by_id
        AND NEW.note IS NOT DISTINCT FROM OLD.note
        AND NEW.is_late IS NOT DISTINCT FROM OLD.is_late
        AND NEW.at IS NOT DISTINCT FROM OLD.at
        AND NEW.digest IS NOT DISTINCT FROM OLD.digest
        AND CAST(NEW.data AS TEXT) = CAST(OLD.data AS TEXT)
        AND OLD.announced_at IS NULL AND NEW.announced_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER transition_kept_u BEFORE UPDATE ON evaluation_transition FOR EACH ROW EXECUTE FUNCTION transition_kept_u();

DROP TRIGGER IF EXISTS transition_kept_d ON evaluation_transition;

DROP FUNCTION IF EXISTS transition_kept_d();

CREATE FUNCTION transition_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER transition_kept_d BEFORE DELETE ON evaluation_transition FOR EACH ROW EXECUTE FUNCTION transition_kept_d();

DROP TRIGGER IF EXISTS record_kept_u ON evaluation_reinspectionrecord;

DROP FUNCTION IF EXISTS record_kept_u();

CREATE FUNCTION record_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (
        NEW.id IS NOT DISTINCT FROM OLD.id
        AND NEW.reinspection_id IS NOT DISTINCT FROM OLD.reinspection_id
        AND NEW.number IS NOT DISTINCT FROM OLD.number
        AND NEW.action IS NOT DISTINCT FROM OLD.action
        AND NEW.before IS NOT DISTINCT FROM OLD.before
        AND NEW.after IS NOT DISTINCT FROM OLD.after
        AND NEW.by_id IS NOT DISTINCT FROM OLD.by_id
        AND NEW.note IS NOT DISTINCT FROM OLD.note
        AND NEW.is_late IS NOT DISTINCT FROM OLD.is_late
        AND NEW.at IS NOT DISTINCT FROM OLD.at
        AND NEW.digest IS NOT DISTINCT FROM OLD.digest
        AND CAST(NEW.data AS TEXT) = CAST(OLD.data AS TEXT)
        AND OLD.announced_at IS NULL AND NEW.announced_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER record_kept_u BEFORE UPDATE ON evaluation_reinspectionrecord FOR EACH ROW EXECUTE FUNCTION record_kept_u();

DROP TRIGGER IF EXISTS record_kept_d ON evaluation_reinspectionrecord;

DROP FUNCTION IF EXISTS record_kept_d();

CREATE FUNCTION record_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER record_kept_d BEFORE DELETE ON evaluation_reinspectionrecord FOR EACH ROW EXECUTE FUNCTION record_kept_d();

-- What was handed in stays as it was.
DROP TRIGGER IF EXISTS report_kept_u ON evaluation_reinspectionreport;

DROP FUNCTION IF EXISTS report_kept_u();

CREATE FUNCTION report_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER report_kept_u BEFORE UPDATE ON evaluation_reinspectionreport FOR EACH ROW EXECUTE FUNCTION report_kept_u();

DROP TRIGGER IF EXISTS report_kept_d ON evaluation_reinspectionreport;

DROP FUNCTION IF EXISTS report_kept_d();

CREATE FUNCTION report_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER report_kept_d BEFORE DELETE ON evaluation_reinspectionreport FOR EACH ROW EXECUTE FUNCTION report_kept_d();

DROP TRIGGER IF EXISTS submission_kept_u ON evaluation_submission;

DROP FUNCTION IF EXISTS submission_kept_u();

CREATE FUNCTION submission_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER submission_kept_u BEFORE UPDATE ON evaluation_submission FOR EACH ROW EXECUTE FUNCTION submission_kept_u();

DROP TRIGGER IF EXISTS submission_kept_d ON evaluation_submission;

DROP FUNCTION IF EXISTS submission_kept_d();

CREATE FUNCTION submission_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER submission_kept_d BEFORE DELETE ON evaluation_submission FOR EACH ROW EXECUTE FUNCTION submission_kept_d();

-- A file that was taken in is not replaced.
DROP TRIGGER IF EXISTS evidence_kept_u ON evaluation_evidence;

DROP FUNCTION IF EXISTS evidence_kept_u();

CREATE FUNCTION evidence_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.file <> '' AND (NEW.file <> OLD.file OR NEW.sha256 <> OLD.sha256) THEN
        RAISE EXCEPTION 'a kept file never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER evidence_kept_u BEFORE UPDATE ON evaluation_evidence FOR EACH ROW EXECUTE FUNCTION evidence_kept_u();

-- Of a document only the file is added, once, and what its typesetting needs until then.
DROP TRIGGER IF EXISTS notice_kept_u ON evaluation_notice;

DROP FUNCTION IF EXISTS notice_kept_u();

CREATE FUNCTION notice_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (NEW.id IS NOT DISTINCT FROM OLD.id)
       OR NOT (NEW.kind IS NOT DISTINCT FROM OLD.kind)
       OR NOT (NEW.cycle_id IS NOT DISTINCT FROM OLD.cycle_id)
       OR NOT (NEW.number IS NOT DISTINCT FROM OLD.number)
       OR NOT (NEW.dated_on IS NOT DISTINCT FROM OLD.dated_on)
       OR NOT (NEW.fingerprint IS NOT DISTINCT FROM OLD.fingerprint)
       OR NOT (NEW.token IS NOT DISTINCT FROM OLD.token)
       OR NOT (NEW.by_id IS NOT DISTINCT FROM OLD.by_id)
       OR NOT (NEW.at IS NOT DISTINCT FROM OLD.at)
       OR NOT (NEW.candidacy_id IS NOT DISTINCT FROM OLD.candidacy_id)
       OR NOT (NEW.list_id IS NOT DISTINCT FROM OLD.list_id)
       OR NOT (NEW.public_notice_id IS NOT DISTINCT FROM OLD.public_notice_id)
       OR NOT (NEW.decision_id IS NOT DISTINCT FROM OLD.decision_id)
       OR NOT (NEW.honour_id IS NOT DISTINCT FROM OLD.honour_id)
       OR NOT (NEW.report_id IS NOT DISTINCT FROM OLD.report_id)
       OR NOT (NEW.unit_id IS NOT DISTINCT FROM OLD.unit_id)
       OR NOT (NEW.corrects_id IS NOT DISTINCT FROM OLD.corrects_id)
       OR NOT (NEW.correction IS NOT DISTINCT FROM OLD.correction)
       OR CAST(NEW.data AS TEXT) <> CAST(OLD.data AS TEXT)
       OR (OLD.file <> '' AND (NEW.file <> OLD.file OR NEW.sha256 <> OLD.sha256)) THEN
        RAISE EXCEPTION 'a document never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER notice_kept_u BEFORE UPDATE ON evaluation_notice FOR EACH ROW EXECUTE FUNCTION notice_kept_u();

DROP TRIGGER IF EXISTS notice_kept_d ON evaluation_notice;

DROP FUNCTION IF EXISTS notice_kept_d();

CREATE FUNCTION notice_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER notice_kept_d BEFORE DELETE ON evaluation_notice FOR EACH ROW EXECUTE FUNCTION notice_kept_d();

-- A number that was taken is never given again.
DROP TRIGGER IF EXISTS series_grows ON evaluation_documentseries;

DROP FUNCTION IF EXISTS series_grows();

CREATE FUNCTION series_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> OLD.id OR NEW.last < OLD.last OR NEW.code <> OLD.code OR NEW.year <> OLD.year THEN
        RAISE EXCEPTION 'a number is never given again' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER series_grows BEFORE UPDATE ON evaluation_documentseries FOR EACH ROW EXECUTE FUNCTION series_grows();

DROP TRIGGER IF EXISTS series_kept_d ON evaluation_documentseries;

DROP FUNCTION IF EXISTS series_kept_d();

CREATE FUNCTION series_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER series_kept_d BEFORE DELETE ON evaluation_documentseries FOR EACH ROW EXECUTE FUNCTION series_kept_d();

-- What was done is never unsaid.
DROP TRIGGER IF EXISTS audit_kept_u ON branches_auditentry;

DROP FUNCTION IF EXISTS audit_kept_u();

CREATE FUNCTION audit_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER audit_kept_u BEFORE UPDATE ON branches_auditentry FOR EACH ROW EXECUTE FUNCTION audit_kept_u();

DROP TRIGGER IF EXISTS audit_kept_d ON branches_auditentry;

DROP FUNCTION IF EXISTS audit_kept_d();

CREATE FUNCTION audit_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER audit_kept_d BEFORE DELETE ON branches_auditentry FOR EACH ROW EXECUTE FUNCTION audit_kept_d();

-- No table that has guards is emptied past them, which look at one row at a time.
DROP TRIGGER IF EXISTS seat_kept_t ON evaluation_seat;

DROP FUNCTION IF EXISTS seat_kept_t();

CREATE FUNCTION seat_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER seat_kept_t BEFORE TRUNCATE ON evaluation_seat FOR EACH STATEMENT EXECUTE FUNCTION seat_kept_t();

DROP TRIGGER IF EXISTS list_kept_t ON evaluation_recommendationlist;

DROP FUNCTION IF EXISTS list_kept_t();

CREATE FUNCTION list_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER list_kept_t BEFORE TRUNCATE ON evaluation_recommendationlist FOR EACH STATEMENT EXECUTE FUNCTION list_kept_t();

DROP TRIGGER IF EXISTS candidacy_kept_t ON evaluation_candidacy;

DROP FUNCTION IF EXISTS candidacy_kept_t();

CREATE FUNCTION candidacy_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER candidacy_kept_t BEFORE TRUNCATE ON evaluation_candidacy FOR EACH STATEMENT EXECUTE FUNCTION candidacy_kept_t();

DROP TRIGGER IF EXISTS transition_kept_t ON evaluation_transition;

DROP FUNCTION IF EXISTS transition_kept_t();

CREATE FUNCTION transition_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER transition_kept_t BEFORE TRUNCATE ON evaluation_transition FOR EACH STATEMENT EXECUTE FUNCTION transition_kept_t();

DROP TRIGGER IF EXISTS record_kept_t ON evaluation_reinspectionrecord;

DROP FUNCTION IF EXISTS record_kept_t();

CREATE FUNCTION record_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER record_kept_t BEFORE TRUNCATE ON evaluation_reinspectionrecord FOR EACH STATEMENT EXECUTE FUNCTION record_kept_t();

DROP TRIGGER IF EXISTS report_kept_t ON evaluation_reinspectionreport;

DROP FUNCTION IF EXISTS report_kept_t();

CREATE FUNCTION report_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER report_kept_t BEFORE TRUNCATE ON evaluation_reinspectionreport FOR EACH STATEMENT EXECUTE FUNCTION report_kept_t();

DROP TRIGGER IF EXISTS submission_kept_t ON evaluation_submission;

DROP FUNCTION IF EXISTS submission_kept_t();

CREATE FUNCTION submission_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER submission_kept_t BEFORE TRUNCATE ON evaluation_submission FOR EACH STATEMENT EXECUTE FUNCTION submission_kept_t();

DROP TRIGGER IF EXISTS evidence_kept_t ON evaluation_evidence;

DROP FUNCTION IF EXISTS evidence_kept_t();

CREATE FUNCTION evidence_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER evidence_kept_t BEFORE TRUNCATE ON evaluation_evidence FOR EACH STATEMENT EXECUTE FUNCTION evidence_kept_t();

DROP TRIGGER IF EXISTS notice_kept_t ON evaluation_notice;

DROP FUNCTION IF EXISTS notice_kept_t();

CREATE FUNCTION notice_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER notice_kept_t BEFORE TRUNCATE ON evaluation_notice FOR EACH STATEMENT EXECUTE FUNCTION notice_kept_t();

DROP TRIGGER IF EXISTS series_kept_t ON evaluation_documentseries;

DROP FUNCTION IF EXISTS series_kept_t();

CREATE FUNCTION series_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER series_kept_t BEFORE TRUNCATE ON evaluation_documentseries FOR EACH STATEMENT EXECUTE FUNCTION series_kept_t();

DROP TRIGGER IF EXISTS audit_kept_t ON branches_auditentry;

DROP FUNCTION IF EXISTS audit_kept_t();

CREATE FUNCTION audit_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER audit_kept_t BEFORE TRUNCATE ON branches_auditentry FOR EACH STATEMENT EXECUTE FUNCTION audit_kept_t();

DROP TRIGGER IF EXISTS line_kept_t ON branches_journalline;

DROP FUNCTION IF EXISTS line_kept_t();

CREATE FUNCTION line_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER line_kept_t BEFORE TRUNCATE ON branches_journalline FOR EACH STATEMENT EXECUTE FUNCTION line_kept_t();

DROP TRIGGER IF EXISTS act_kept_t ON branches_act;

DROP FUNCTION IF EXISTS act_kept_t();

CREATE FUNCTION act_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER act_kept_t BEFORE TRUNCATE ON branches_act FOR EACH STATEMENT EXECUTE FUNCTION act_kept_t();

DROP TRIGGER IF EXISTS link_kept_t ON branches_journallink;

DROP FUNCTION IF EXISTS link_kept_t();

CREATE FUNCTION link_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER link_kept_t BEFORE TRUNCATE ON branches_journallink FOR EACH STATEMENT EXECUTE FUNCTION link_kept_t();

-- A text stays as it was saved; what it was issued as is filled in once.
DROP TRIGGER IF EXISTS text_kept_u ON evaluation_documenttext;

DROP FUNCTION IF EXISTS text_kept_u();

CREATE FUNCTION text_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (
        NEW.id IS NOT DISTINCT FROM OLD.id
        AND NEW.cycle_id IS NOT DISTINCT FROM OLD.cycle_id
        AND NEW.kind IS NOT DISTINCT FROM OLD.kind
        AND NEW.version_id IS NOT DISTINCT FROM OLD.version_id
        AND NEW.corrects_id IS NOT DISTINCT FROM OLD.corrects_id
        AND NEW.number IS NOT DISTINCT FROM OLD.number
        AND NEW.facts IS NOT DISTINCT FROM OLD.facts
        AND NEW.fingerprint IS NOT DISTINCT FROM OLD.fingerprint
        AND NEW.by_id IS NOT DISTINCT FROM OLD.by_id
        AND NEW.at IS NOT DISTINCT FROM OLD.at
        AND (OLD.issued_as_id IS NULL OR NEW.issued_as_id IS NOT DISTINCT FROM OLD.issued_as_id)
    ) THEN
        RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER text_kept_u BEFORE UPDATE ON evaluation_documenttext FOR EACH ROW EXECUTE FUNCTION text_kept_u();

DROP TRIGGER IF EXISTS text_kept_d ON evaluation_documenttext;

DROP FUNCTION IF EXISTS text_kept_d();

CREATE FUNCTION text_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER text_kept_d BEFORE DELETE ON evaluation_documenttext FOR EACH ROW EXECUTE FUNCTION text_kept_d();

DROP TRIGGER IF EXISTS text_kept_t ON evaluation_documenttext;

DROP FUNCTION IF EXISTS text_kept_t();

CREATE FUNCTION text_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER text_kept_t BEFORE TRUNCATE ON evaluation_documenttext FOR EACH STATEMENT EXECUTE FUNCTION text_kept_t();

-- Who passed a text or returned it.
DROP TRIGGER IF EXISTS check_kept_u ON evaluation_textcheck;

DROP FUNCTION IF EXISTS check_kept_u();

CREATE FUNCTION check_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER check_kept_u BEFORE UPDATE ON evaluation_textcheck FOR EACH ROW EXECUTE FUNCTION check_kept_u();

DROP TRIGGER IF EXISTS check_kept_d ON evaluation_textcheck;

DROP FUNCTION IF EXISTS check_kept_d();

CREATE FUNCTION check_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER check_kept_d BEFORE DELETE ON evaluation_textcheck FOR EACH ROW EXECUTE FUNCTION check_kept_d();

DROP TRIGGER IF EXISTS check_kept_t ON evaluation_textcheck;

DROP FUNCTION IF EXISTS check_kept_t();

CREATE FUNCTION check_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER check_kept_t BEFORE TRUNCATE ON evaluation_textcheck FOR EACH STATEMENT EXECUTE FUNCTION check_kept_t();

-- A recorded consent is withdrawn once, never changed.
DROP TRIGGER IF EXISTS consent_kept_u ON evaluation_leaderconsent;

DROP FUNCTION IF EXISTS consent_kept_u();

CREATE FUNCTION consent_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (
        NEW.id IS NOT DISTINCT FROM OLD.id
        AND NEW.text_id IS NOT DISTINCT FROM OLD.text_id
        AND NEW.body IS NOT DISTINCT FROM OLD.body
        AND NEW.leader IS NOT DISTINCT FROM OLD.leader
        AND NEW.signed_on IS NOT DISTINCT FROM OLD.signed_on
        AND NEW.scan IS NOT DISTINCT FROM OLD.scan
        AND NEW.sha256 IS NOT DISTINCT FROM OLD.sha256
        AND NEW.by_id IS NOT DISTINCT FROM OLD.by_id
        AND NEW.at IS NOT DISTINCT FROM OLD.at
        AND (OLD.withdrawn_at IS NULL OR NEW.withdrawn_at IS NOT DISTINCT FROM OLD.withdrawn_at)
    ) THEN
        RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER consent_kept_u BEFORE UPDATE ON evaluation_leaderconsent FOR EACH ROW EXECUTE FUNCTION consent_kept_u();

DROP TRIGGER IF EXISTS consent_kept_d ON evaluation_leaderconsent;

DROP FUNCTION IF EXISTS consent_kept_d();

CREATE FUNCTION consent_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER consent_kept_d BEFORE DELETE ON evaluation_leaderconsent FOR EACH ROW EXECUTE FUNCTION consent_kept_d();

DROP TRIGGER IF EXISTS consent_kept_t ON evaluation_leaderconsent;

DROP FUNCTION IF EXISTS consent_kept_t();

CREATE FUNCTION consent_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER consent_kept_t BEFORE TRUNCATE ON evaluation_leaderconsent FOR EACH STATEMENT EXECUTE FUNCTION consent_kept_t();

-- A file of a document is made once.
DROP TRIGGER IF EXISTS rendition_kept_u ON evaluation_rendition;

DROP FUNCTION IF EXISTS rendition_kept_u();

CREATE FUNCTION rendition_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER rendition_kept_u BEFORE UPDATE ON evaluation_rendition FOR EACH ROW EXECUTE FUNCTION rendition_kept_u();

DROP TRIGGER IF EXISTS rendition_kept_d ON evaluation_rendition;

DROP FUNCTION IF EXISTS rendition_kept_d();

CREATE FUNCTION rendition_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER rendition_kept_d BEFORE DELETE ON evaluation_rendition FOR EACH ROW EXECUTE FUNCTION rendition_kept_d();

DROP TRIGGER IF EXISTS rendition_kept_t ON evaluation_rendition;

DROP FUNCTION IF EXISTS rendition_kept_t();

CREATE FUNCTION rendition_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER rendition_kept_t BEFORE TRUNCATE ON evaluation_rendition FOR EACH STATEMENT EXECUTE FUNCTION rendition_kept_t();

-- The paper that came back stays as it came; it is confirmed once, and compared.
DROP TRIGGER IF EXISTS copy_kept_u ON evaluation_issuedcopy;

DROP FUNCTION IF EXISTS copy_kept_u();

CREATE FUNCTION copy_kept_u() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (
        NEW.id IS NOT DISTINCT FROM OLD.id
        AND NEW.notice_id IS NOT DISTINCT FROM OLD.notice_id
        AND NEW.title IS NOT DISTINCT FROM OLD.title
        AND NEW.file IS NOT DISTINCT FROM OLD.file
        AND NEW.content_type IS NOT DISTINCT FROM OLD.content_type
        AND NEW.size IS NOT DISTINCT FROM OLD.size
        AND NEW.sha256 IS NOT DISTINCT FROM OLD.sha256
        AND NEW.supersedes_id IS NOT DISTINCT FROM OLD.supersedes_id
        AND NEW.reason IS NOT DISTINCT FROM OLD.reason
        AND NEW.by_id IS NOT DISTINCT FROM OLD.by_id
        AND NEW.at IS NOT DISTINCT FROM OLD.at
        AND (OLD.confirmed_by_id IS NULL OR NEW.confirmed_by_id IS NOT DISTINCT FROM OLD.confirmed_by_id)
        AND (OLD.confirmed_at IS NULL OR NEW.confirmed_at IS NOT DISTINCT FROM OLD.confirmed_at)
    ) THEN
        RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER copy_kept_u BEFORE UPDATE ON evaluation_issuedcopy FOR EACH ROW EXECUTE FUNCTION copy_kept_u();

DROP TRIGGER IF EXISTS copy_kept_d ON evaluation_issuedcopy;

DROP FUNCTION IF EXISTS copy_kept_d();

CREATE FUNCTION copy_kept_d() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER copy_kept_d BEFORE DELETE ON evaluation_issuedcopy FOR EACH ROW EXECUTE FUNCTION copy_kept_d();

DROP TRIGGER IF EXISTS copy_kept_t ON evaluation_issuedcopy;

DROP FUNCTION IF EXISTS copy_kept_t();

CREATE FUNCTION copy_kept_t() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'never emptied' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER copy_kept_t BEFORE TRUNCATE ON evaluation_issuedcopy FOR EACH STATEMENT EXECUTE FUNCTION copy_kept_t();
