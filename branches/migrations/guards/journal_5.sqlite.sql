-- What notes every write of a covered row in the journal, and what keeps the journal. Written by write_journal.
DROP TRIGGER IF EXISTS journalline_kept_u;

CREATE TRIGGER journalline_kept_u BEFORE UPDATE ON branches_journalline FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

DROP TRIGGER IF EXISTS journalline_kept_d;

CREATE TRIGGER journalline_kept_d BEFORE DELETE ON branches_journalline FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

DROP TRIGGER IF EXISTS act_kept_u;

CREATE TRIGGER act_kept_u BEFORE UPDATE ON branches_act FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

DROP TRIGGER IF EXISTS act_kept_d;

CREATE TRIGGER act_kept_d BEFORE DELETE ON branches_act FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

DROP TRIGGER IF EXISTS journallink_kept_u;

CREATE TRIGGER journallink_kept_u BEFORE UPDATE ON branches_journallink FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

DROP TRIGGER IF EXISTS journallink_kept_d;

CREATE TRIGGER journallink_kept_d BEFORE DELETE ON branches_journallink FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

DROP TRIGGER IF EXISTS journal_branches_appointment_i;

CREATE TRIGGER journal_branches_appointment_i AFTER INSERT ON branches_appointment FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_appointment', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."user_id", NEW."role", NEW."unit_id", NEW."branch_id", NEW."starts_on", NEW."ends_on"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_appointment_u;

CREATE TRIGGER journal_branches_appointment_u AFTER UPDATE ON branches_appointment FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_appointment', NEW.id, 'U',
        journal_digest(OLD."id", OLD."user_id", OLD."role", OLD."unit_id", OLD."branch_id", OLD."starts_on", OLD."ends_on"),
        journal_digest(NEW."id", NEW."user_id", NEW."role", NEW."unit_id", NEW."branch_id", NEW."starts_on", NEW."ends_on"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_appointment_d;

CREATE TRIGGER journal_branches_appointment_d AFTER DELETE ON branches_appointment FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_appointment', OLD.id, 'D',
        journal_digest(OLD."id", OLD."user_id", OLD."role", OLD."unit_id", OLD."branch_id", OLD."starts_on", OLD."ends_on"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_auditentry_i;

CREATE TRIGGER journal_branches_auditentry_i AFTER INSERT ON branches_auditentry FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_auditentry', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."verb", NEW."by_id", NEW."subject", NEW."detail", NEW."address", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_auditentry_u;

CREATE TRIGGER journal_branches_auditentry_u AFTER UPDATE ON branches_auditentry FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_auditentry', NEW.id, 'U',
        journal_digest(OLD."id", OLD."verb", OLD."by_id", OLD."subject", OLD."detail", OLD."address", OLD."at"),
        journal_digest(NEW."id", NEW."verb", NEW."by_id", NEW."subject", NEW."detail", NEW."address", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_auditentry_d;

CREATE TRIGGER journal_branches_auditentry_d AFTER DELETE ON branches_auditentry FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_auditentry', OLD.id, 'D',
        journal_digest(OLD."id", OLD."verb", OLD."by_id", OLD."subject", OLD."detail", OLD."address", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_bindinglist_i;

CREATE TRIGGER journal_branches_bindinglist_i AFTER INSERT ON branches_bindinglist FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_bindinglist', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."by_id", NEW."at", NEW."outcome", NEW."decided_by_id", NEW."decided_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_bindinglist_u;

CREATE TRIGGER journal_branches_bindinglist_u AFTER UPDATE ON branches_bindinglist FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_bindinglist', NEW.id, 'U',
        journal_digest(OLD."id", OLD."by_id", OLD."at", OLD."outcome", OLD."decided_by_id", OLD."decided_at"),
        journal_digest(NEW."id", NEW."by_id", NEW."at", NEW."outcome", NEW."decided_by_id", NEW."decided_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_bindinglist_d;

CREATE TRIGGER journal_branches_bindinglist_d AFTER DELETE ON branches_bindinglist FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_bindinglist', OLD.id, 'D',
        journal_digest(OLD."id", OLD."by_id", OLD."at", OLD."outcome", OLD."decided_by_id", OLD."decided_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_branch_i;

CREATE TRIGGER journal_branches_branch_i AFTER INSERT ON branches_branch FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_branch', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."unit_id", NEW."full_name", NEW."short_name", NEW."search_text", NEW."kind", NEW."established_on", NEW."last_election_on", NEW."election_postponed_until", NEW."postponement_basis", NEW."dissolved_on", NEW."secretary_name", NEW."telephone", NEW."full_members", NEW."probationary_members", NEW."is_first_branch", NEW."last_review_grade"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_branch_u;

CREATE TRIGGER journal_branches_branch_u AFTER UPDATE ON branches_branch FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_branch', NEW.id, 'U',
        journal_digest(OLD."id", OLD."unit_id", OLD."full_name", OLD."short_name", OLD."search_text", OLD."kind", OLD."established_on", OLD."last_election_on", OLD."election_postponed_until", OLD."postponement_basis", OLD."dissolved_on", OLD."secretary_name", OLD."telephone", OLD."full_members", OLD."probationary_members", OLD."is_first_branch", OLD."last_review_grade"),
        journal_digest(NEW."id", NEW."unit_id", NEW."full_name", NEW."short_name", NEW."search_text", NEW."kind", NEW."established_on", NEW."last_election_on", NEW."election_postponed_until", NEW."postponement_basis", NEW."dissolved_on", NEW."secretary_name", NEW."telephone", NEW."full_members", NEW."probationary_members", NEW."is_first_branch", NEW."last_review_grade"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_branch_d;

CREATE TRIGGER journal_branches_branch_d AFTER DELETE ON branches_branch FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_branch', OLD.id, 'D',
        journal_digest(OLD."id", OLD."unit_id", OLD."full_name", OLD."short_name", OLD."search_text", OLD."kind", OLD."established_on", OLD."last_election_on", OLD."election_postponed_until", OLD."postponement_basis", OLD."dissolved_on", OLD."secretary_name", OLD."telephone", OLD."full_members", OLD."probationary_members", OLD."is_first_branch", OLD."last_review_grade"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_branch_joint_units_i;

CREATE TRIGGER journal_branches_branch_joint_units_i AFTER INSERT ON branches_branch_joint_units FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_branch_joint_units', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."branch_id", NEW."unit_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_branch_joint_units_u;

CREATE TRIGGER journal_branches_branch_joint_units_u AFTER UPDATE ON branches_branch_joint_units FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_branch_joint_units', NEW.id, 'U',
        journal_digest(OLD."id", OLD."branch_id", OLD."unit_id"),
        journal_digest(NEW."id", NEW."branch_id", NEW."unit_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_branch_joint_units_d;

CREATE TRIGGER journal_branches_branch_joint_units_d AFTER DELETE ON branches_branch_joint_units FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_branch_joint_units', OLD.id, 'D',
        journal_digest(OLD."id", OLD."branch_id", OLD."unit_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_formername_i;

CREATE TRIGGER journal_branches_formername_i AFTER INSERT ON branches_formername FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_formername', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."branch_id", NEW."full_name", NEW."short_name", NEW."used_until"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_formername_u;

CREATE TRIGGER journal_branches_formername_u AFTER UPDATE ON branches_formername FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_formername', NEW.id, 'U',
        journal_digest(OLD."id", OLD."branch_id", OLD."full_name", OLD."short_name", OLD."used_until"),
        journal_digest(NEW."id", NEW."branch_id", NEW."full_name", NEW."short_name", NEW."used_until"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_formername_d;

CREATE TRIGGER journal_branches_formername_d AFTER DELETE ON branches_formername FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_formername', OLD.id, 'D',
        journal_digest(OLD."id", OLD."branch_id", OLD."full_name", OLD."short_name", OLD."used_until"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_formerunit_i;

CREATE TRIGGER journal_branches_formerunit_i AFTER INSERT ON branches_formerunit FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_formerunit', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."branch_id", NEW."unit_id", NEW."left_on"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_formerunit_u;

CREATE TRIGGER journal_branches_formerunit_u AFTER UPDATE ON branches_formerunit FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_formerunit', NEW.id, 'U',
        journal_digest(OLD."id", OLD."branch_id", OLD."unit_id", OLD."left_on"),
        journal_digest(NEW."id", NEW."branch_id", NEW."unit_id", NEW."left_on"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_formerunit_d;

CREATE TRIGGER journal_branches_formerunit_d AFTER DELETE ON branches_formerunit FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_formerunit', OLD.id, 'D',
        journal_digest(OLD."id", OLD."branch_id", OLD."unit_id", OLD."left_on"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_printrun_i;

CREATE TRIGGER journal_branches_printrun_i AFTER INSERT ON branches_printrun FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_printrun', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."unit_id", NEW."printed_by_id", NEW."printed_at", NEW."word", NEW."told_by_id", NEW."told_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_printrun_u;

CREATE TRIGGER journal_branches_printrun_u AFTER UPDATE ON branches_printrun FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_printrun', NEW.id, 'U',
        journal_digest(OLD."id", OLD."unit_id", OLD."printed_by_id", OLD."printed_at", OLD."word", OLD."told_by_id", OLD."told_at"),
        journal_digest(NEW."id", NEW."unit_id", NEW."printed_by_id", NEW."printed_at", NEW."word", NEW."told_by_id", NEW."told_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_printrun_d;

CREATE TRIGGER journal_branches_printrun_d AFTER DELETE ON branches_printrun FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_printrun', OLD.id, 'D',
        journal_digest(OLD."id", OLD."unit_id", OLD."printed_by_id", OLD."printed_at", OLD."word", OLD."told_by_id", OLD."told_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_proposallist_i;

CREATE TRIGGER journal_branches_proposallist_i AFTER INSERT ON branches_proposallist FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_proposallist', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."unit_id", NEW."source", NEW."by_id", NEW."at", NEW."agreed_by_id", NEW."agreed_at", NEW."outcome", NEW."decided_by_id", NEW."decided_at", NEW."reason"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_proposallist_u;

CREATE TRIGGER journal_branches_proposallist_u AFTER UPDATE ON branches_proposallist FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_proposallist', NEW.id, 'U',
        journal_digest(OLD."id", OLD."unit_id", OLD."source", OLD."by_id", OLD."at", OLD."agreed_by_id", OLD."agreed_at", OLD."outcome", OLD."decided_by_id", OLD."decided_at", OLD."reason"),
        journal_digest(NEW."id", NEW."unit_id", NEW."source", NEW."by_id", NEW."at", NEW."agreed_by_id", NEW."agreed_at", NEW."outcome", NEW."decided_by_id", NEW."decided_at", NEW."reason"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_proposallist_d;

CREATE TRIGGER journal_branches_proposallist_d AFTER DELETE ON branches_proposallist FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_proposallist', OLD.id, 'D',
        journal_digest(OLD."id", OLD."unit_id", OLD."source", OLD."by_id", OLD."at", OLD."agreed_by_id", OLD."agreed_at", OLD."outcome", OLD."decided_by_id", OLD."decided_at", OLD."reason"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_proposedbinding_i;

CREATE TRIGGER journal_branches_proposedbinding_i AFTER INSERT ON branches_proposedbinding FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_proposedbinding', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."list_id", NEW."user_id", NEW."issuer", NEW."subject"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_proposedbinding_u;

CREATE TRIGGER journal_branches_proposedbinding_u AFTER UPDATE ON branches_proposedbinding FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_proposedbinding', NEW.id, 'U',
        journal_digest(OLD."id", OLD."list_id", OLD."user_id", OLD."issuer", OLD."subject"),
        journal_digest(NEW."id", NEW."list_id", NEW."user_id", NEW."issuer", NEW."subject"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_proposedbinding_d;

CREATE TRIGGER journal_branches_proposedbinding_d AFTER DELETE ON branches_proposedbinding FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_proposedbinding', OLD.id, 'D',
        journal_digest(OLD."id", OLD."list_id", OLD."user_id", OLD."issuer", OLD."subject"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_proposedchange_i;

CREATE TRIGGER journal_branches_proposedchange_i AFTER INSERT ON branches_proposedchange FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_proposedchange', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."kind", NEW."unit_id", NEW."user_id", NEW."old_unit_id", NEW."new_unit_id", NEW."old_branch_id", NEW."new_branch_id", NEW."by_id", NEW."at", NEW."outcome", NEW."decided_by_id", NEW."decided_at", NEW."reason"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_proposedchange_u;

CREATE TRIGGER journal_branches_proposedchange_u AFTER UPDATE ON branches_proposedchange FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_proposedchange', NEW.id, 'U',
        journal_digest(OLD."id", OLD."kind", OLD."unit_id", OLD."user_id", OLD."old_unit_id", OLD."new_unit_id", OLD."old_branch_id", OLD."new_branch_id", OLD."by_id", OLD."at", OLD."outcome", OLD."decided_by_id", OLD."decided_at", OLD."reason"),
        journal_digest(NEW."id", NEW."kind", NEW."unit_id", NEW."user_id", NEW."old_unit_id", NEW."new_unit_id", NEW."old_branch_id", NEW."new_branch_id", NEW."by_id", NEW."at", NEW."outcome", NEW."decided_by_id", NEW."decided_at", NEW."reason"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_proposedchange_d;

CREATE TRIGGER journal_branches_proposedchange_d AFTER DELETE ON branches_proposedchange FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_proposedchange', OLD.id, 'D',
        journal_digest(OLD."id", OLD."kind", OLD."unit_id", OLD."user_id", OLD."old_unit_id", OLD."new_unit_id", OLD."old_branch_id", OLD."new_branch_id", OLD."by_id", OLD."at", OLD."outcome", OLD."decided_by_id", OLD."decided_at", OLD."reason"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_proposedpost_i;

CREATE TRIGGER journal_branches_proposedpost_i AFTER INSERT ON branches_proposedpost FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_proposedpost', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."list_id", NEW."line", NEW."user_id", NEW."role", NEW."unit_id", NEW."branch_id", NEW."starts_on", NEW."ends_on", NEW."ends_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_proposedpost_u;

CREATE TRIGGER journal_branches_proposedpost_u AFTER UPDATE ON branches_proposedpost FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_proposedpost', NEW.id, 'U',
        journal_digest(OLD."id", OLD."list_id", OLD."line", OLD."user_id", OLD."role", OLD."unit_id", OLD."branch_id", OLD."starts_on", OLD."ends_on", OLD."ends_id"),
        journal_digest(NEW."id", NEW."list_id", NEW."line", NEW."user_id", NEW."role", NEW."unit_id", NEW."branch_id", NEW."starts_on", NEW."ends_on", NEW."ends_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_proposedpost_d;

CREATE TRIGGER journal_branches_proposedpost_d AFTER DELETE ON branches_proposedpost FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_proposedpost', OLD.id, 'D',
        journal_digest(OLD."id", OLD."list_id", OLD."line", OLD."user_id", OLD."role", OLD."unit_id", OLD."branch_id", OLD."starts_on", OLD."ends_on", OLD."ends_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_provideraccount_i;

CREATE TRIGGER journal_branches_provideraccount_i AFTER INSERT ON branches_provideraccount FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_provideraccount', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."user_id", NEW."issuer", NEW."subject", NEW."bound_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_provideraccount_u;

CREATE TRIGGER journal_branches_provideraccount_u AFTER UPDATE ON branches_provideraccount FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_provideraccount', NEW.id, 'U',
        journal_digest(OLD."id", OLD."user_id", OLD."issuer", OLD."subject", OLD."bound_at"),
        journal_digest(NEW."id", NEW."user_id", NEW."issuer", NEW."subject", NEW."bound_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_provideraccount_d;

CREATE TRIGGER journal_branches_provideraccount_d AFTER DELETE ON branches_provideraccount FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_provideraccount', OLD.id, 'D',
        journal_digest(OLD."id", OLD."user_id", OLD."issuer", OLD."subject", OLD."bound_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_recoverycode_i;

CREATE TRIGGER journal_branches_recoverycode_i AFTER INSERT ON branches_recoverycode FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_recoverycode', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."user_id", NEW."digest", NEW."made_at", NEW."used_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_recoverycode_u;

CREATE TRIGGER journal_branches_recoverycode_u AFTER UPDATE ON branches_recoverycode FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_recoverycode', NEW.id, 'U',
        journal_digest(OLD."id", OLD."user_id", OLD."digest", OLD."made_at", OLD."used_at"),
        journal_digest(NEW."id", NEW."user_id", NEW."digest", NEW."made_at", NEW."used_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_recoverycode_d;

CREATE TRIGGER journal_branches_recoverycode_d AFTER DELETE ON branches_recoverycode FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_recoverycode', OLD.id, 'D',
        journal_digest(OLD."id", OLD."user_id", OLD."digest", OLD."made_at", OLD."used_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_setting_i;

CREATE TRIGGER journal_branches_setting_i AFTER INSERT ON branches_setting FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_setting', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."name", NEW."unit_id", NEW."value", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_setting_u;

CREATE TRIGGER journal_branches_setting_u AFTER UPDATE ON branches_setting FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_setting', NEW.id, 'U',
        journal_digest(OLD."id", OLD."name", OLD."unit_id", OLD."value", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."name", NEW."unit_id", NEW."value", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_setting_d;

CREATE TRIGGER journal_branches_setting_d AFTER DELETE ON branches_setting FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_setting', OLD.id, 'D',
        journal_digest(OLD."id", OLD."name", OLD."unit_id", OLD."value", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_signin_i;

CREATE TRIGGER journal_branches_signin_i AFTER INSERT ON branches_signin FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_signin', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."act", NEW."way", NEW."result", NEW."user_id", NEW."stranger", NEW."address", NEW."is_known_device", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_signin_u;

CREATE TRIGGER journal_branches_signin_u AFTER UPDATE ON branches_signin FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_signin', NEW.id, 'U',
        journal_digest(OLD."id", OLD."act", OLD."way", OLD."result", OLD."user_id", OLD."stranger", OLD."address", OLD."is_known_device", OLD."at"),
        journal_digest(NEW."id", NEW."act", NEW."way", NEW."result", NEW."user_id", NEW."stranger", NEW."address", NEW."is_known_device", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_signin_d;

CREATE TRIGGER journal_branches_signin_d AFTER DELETE ON branches_signin FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_signin', OLD.id, 'D',
        journal_digest(OLD."id", OLD."act", OLD."way", OLD."result", OLD."user_id", OLD."stranger", OLD."address", OLD."is_known_device", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_slip_i;

CREATE TRIGGER journal_branches_slip_i AFTER INSERT ON branches_slip FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_slip', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."run_id", NEW."user_id", NEW."code", NEW."used_at", NEW."voided_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_slip_u;

CREATE TRIGGER journal_branches_slip_u AFTER UPDATE ON branches_slip FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_slip', NEW.id, 'U',
        journal_digest(OLD."id", OLD."run_id", OLD."user_id", OLD."code", OLD."used_at", OLD."voided_at"),
        journal_digest(NEW."id", NEW."run_id", NEW."user_id", NEW."code", NEW."used_at", NEW."voided_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_slip_d;

CREATE TRIGGER journal_branches_slip_d AFTER DELETE ON branches_slip FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_slip', OLD.id, 'D',
        journal_digest(OLD."id", OLD."run_id", OLD."user_id", OLD."code", OLD."used_at", OLD."voided_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_systemkey_i;

CREATE TRIGGER journal_branches_systemkey_i AFTER INSERT ON branches_systemkey FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_systemkey', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."system", NEW."purpose", NEW."reads", NEW."prefix", NEW."digest", NEW."expires_on", NEW."by_id", NEW."at", NEW."outcome", NEW."decided_by_id", NEW."decided_at", NEW."reason", NEW."revoked_by_id", NEW."revoked_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_systemkey_u;

CREATE TRIGGER journal_branches_systemkey_u AFTER UPDATE ON branches_systemkey FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_systemkey', NEW.id, 'U',
        journal_digest(OLD."id", OLD."system", OLD."purpose", OLD."reads", OLD."prefix", OLD."digest", OLD."expires_on", OLD."by_id", OLD."at", OLD."outcome", OLD."decided_by_id", OLD."decided_at", OLD."reason", OLD."revoked_by_id", OLD."revoked_at"),
        journal_digest(NEW."id", NEW."system", NEW."purpose", NEW."reads", NEW."prefix", NEW."digest", NEW."expires_on", NEW."by_id", NEW."at", NEW."outcome", NEW."decided_by_id", NEW."decided_at", NEW."reason", NEW."revoked_by_id", NEW."revoked_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_systemkey_d;

CREATE TRIGGER journal_branches_systemkey_d AFTER DELETE ON branches_systemkey FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_systemkey', OLD.id, 'D',
        journal_digest(OLD."id", OLD."system", OLD."purpose", OLD."reads", OLD."prefix", OLD."digest", OLD."expires_on", OLD."by_id", OLD."at", OLD."outcome", OLD."decided_by_id", OLD."decided_at", OLD."reason", OLD."revoked_by_id", OLD."revoked_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_totpdevice_i;

CREATE TRIGGER journal_branches_totpdevice_i AFTER INSERT ON branches_totpdevice FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_totpdevice', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."user_id", NEW."key", NEW."last_step", NEW."drift", NEW."enrolled_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_totpdevice_u;

CREATE TRIGGER journal_branches_totpdevice_u AFTER UPDATE ON branches_totpdevice FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_totpdevice', NEW.id, 'U',
        journal_digest(OLD."id", OLD."user_id", OLD."key", OLD."last_step", OLD."drift", OLD."enrolled_at"),
        journal_digest(NEW."id", NEW."user_id", NEW."key", NEW."last_step", NEW."drift", NEW."enrolled_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_totpdevice_d;

CREATE TRIGGER journal_branches_totpdevice_d AFTER DELETE ON branches_totpdevice FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_totpdevice', OLD.id, 'D',
        journal_digest(OLD."id", OLD."user_id", OLD."key", OLD."last_step", OLD."drift", OLD."enrolled_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_unit_i;

CREATE TRIGGER journal_branches_unit_i AFTER INSERT ON branches_unit FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_unit', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."kind", NEW."name", NEW."short_name", NEW."search_text", NEW."organ_body", NEW."organ_organisation_name", NEW."leading_body", NEW."leading_group_name", NEW."assessing_unit_id", NEW."recommending_unit_id", NEW."successor_id", NEW."is_active"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_unit_u;

CREATE TRIGGER journal_branches_unit_u AFTER UPDATE ON branches_unit FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_unit', NEW.id, 'U',
        journal_digest(OLD."id", OLD."kind", OLD."name", OLD."short_name", OLD."search_text", OLD."organ_body", OLD."organ_organisation_name", OLD."leading_body", OLD."leading_group_name", OLD."assessing_unit_id", OLD."recommending_unit_id", OLD."successor_id", OLD."is_active"),
        journal_digest(NEW."id", NEW."kind", NEW."name", NEW."short_name", NEW."search_text", NEW."organ_body", NEW."organ_organisation_name", NEW."leading_body", NEW."leading_group_name", NEW."assessing_unit_id", NEW."recommending_unit_id", NEW."successor_id", NEW."is_active"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_unit_d;

CREATE TRIGGER journal_branches_unit_d AFTER DELETE ON branches_unit FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_unit', OLD.id, 'D',
        journal_digest(OLD."id", OLD."kind", OLD."name", OLD."short_name", OLD."search_text", OLD."organ_body", OLD."organ_organisation_name", OLD."leading_body", OLD."leading_group_name", OLD."assessing_unit_id", OLD."recommending_unit_id", OLD."successor_id", OLD."is_active"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_user_i;

CREATE TRIGGER journal_branches_user_i AFTER INSERT ON branches_user FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_user', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."password", NEW."last_login", NEW."is_superuser", NEW."username", NEW."email", NEW."is_staff", NEW."is_active", NEW."date_joined", NEW."name", NEW."phone", NEW."branch_id", NEW."unit_id", NEW."opened_at", NEW."password_set_at", NEW."asleep_since", NEW."email_confirmed_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_user_u;

CREATE TRIGGER journal_branches_user_u AFTER UPDATE ON branches_user FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_user', NEW.id, 'U',
        journal_digest(OLD."id", OLD."password", OLD."last_login", OLD."is_superuser", OLD."username", OLD."email", OLD."is_staff", OLD."is_active", OLD."date_joined", OLD."name", OLD."phone", OLD."branch_id", OLD."unit_id", OLD."opened_at", OLD."password_set_at", OLD."asleep_since", OLD."email_confirmed_at"),
        journal_digest(NEW."id", NEW."password", NEW."last_login", NEW."is_superuser", NEW."username", NEW."email", NEW."is_staff", NEW."is_active", NEW."date_joined", NEW."name", NEW."phone", NEW."branch_id", NEW."unit_id", NEW."opened_at", NEW."password_set_at", NEW."asleep_since", NEW."email_confirmed_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_user_d;

CREATE TRIGGER journal_branches_user_d AFTER DELETE ON branches_user FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_user', OLD.id, 'D',
        journal_digest(OLD."id", OLD."password", OLD."last_login", OLD."is_superuser", OLD."username", OLD."email", OLD."is_staff", OLD."is_active", OLD."date_joined", OLD."name", OLD."phone", OLD."branch_id", OLD."unit_id", OLD."opened_at", OLD."password_set_at", OLD."asleep_since", OLD."email_confirmed_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_user_groups_i;

CREATE TRIGGER journal_branches_user_groups_i AFTER INSERT ON branches_user_groups FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_user_groups', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."user_id", NEW."group_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_user_groups_u;

CREATE TRIGGER journal_branches_user_groups_u AFTER UPDATE ON branches_user_groups FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_user_groups', NEW.id, 'U',
        journal_digest(OLD."id", OLD."user_id", OLD."group_id"),
        journal_digest(NEW."id", NEW."user_id", NEW."group_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_user_groups_d;

CREATE TRIGGER journal_branches_user_groups_d AFTER DELETE ON branches_user_groups FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_user_groups', OLD.id, 'D',
        journal_digest(OLD."id", OLD."user_id", OLD."group_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_user_user_permissions_i;

CREATE TRIGGER journal_branches_user_user_permissions_i AFTER INSERT ON branches_user_user_permissions FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_user_user_permissions', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."user_id", NEW."permission_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_user_user_permissions_u;

CREATE TRIGGER journal_branches_user_user_permissions_u AFTER UPDATE ON branches_user_user_permissions FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_user_user_permissions', NEW.id, 'U',
        journal_digest(OLD."id", OLD."user_id", OLD."permission_id"),
        journal_digest(NEW."id", NEW."user_id", NEW."permission_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_branches_user_user_permissions_d;

CREATE TRIGGER journal_branches_user_user_permissions_d AFTER DELETE ON branches_user_user_permissions FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('branches_user_user_permissions', OLD.id, 'D',
        journal_digest(OLD."id", OLD."user_id", OLD."permission_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_appraisal_i;

CREATE TRIGGER journal_evaluation_appraisal_i AFTER INSERT ON evaluation_appraisal FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_appraisal', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."candidacy_id", NEW."text", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_appraisal_u;

CREATE TRIGGER journal_evaluation_appraisal_u AFTER UPDATE ON evaluation_appraisal FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_appraisal', NEW.id, 'U',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."text", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."candidacy_id", NEW."text", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_appraisal_d;

CREATE TRIGGER journal_evaluation_appraisal_d AFTER DELETE ON evaluation_appraisal FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_appraisal', OLD.id, 'D',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."text", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_arrangement_i;

CREATE TRIGGER journal_evaluation_arrangement_i AFTER INSERT ON evaluation_arrangement FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_arrangement', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."published_at", NEW."published_by_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_arrangement_u;

CREATE TRIGGER journal_evaluation_arrangement_u AFTER UPDATE ON evaluation_arrangement FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_arrangement', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."published_at", OLD."published_by_id"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."published_at", NEW."published_by_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_arrangement_d;

CREATE TRIGGER journal_evaluation_arrangement_d AFTER DELETE ON evaluation_arrangement FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_arrangement', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."published_at", OLD."published_by_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_arrangementfile_i;

CREATE TRIGGER journal_evaluation_arrangementfile_i AFTER INSERT ON evaluation_arrangementfile FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_arrangementfile', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."arrangement_id", NEW."title", NEW."file", NEW."content_type", NEW."size", NEW."sha256", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_arrangementfile_u;

CREATE TRIGGER journal_evaluation_arrangementfile_u AFTER UPDATE ON evaluation_arrangementfile FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_arrangementfile', NEW.id, 'U',
        journal_digest(OLD."id", OLD."arrangement_id", OLD."title", OLD."file", OLD."content_type", OLD."size", OLD."sha256", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."arrangement_id", NEW."title", NEW."file", NEW."content_type", NEW."size", NEW."sha256", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_arrangementfile_d;

CREATE TRIGGER journal_evaluation_arrangementfile_d AFTER DELETE ON evaluation_arrangementfile FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_arrangementfile', OLD.id, 'D',
        journal_digest(OLD."id", OLD."arrangement_id", OLD."title", OLD."file", OLD."content_type", OLD."size", OLD."sha256", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_arrangementversion_i;

CREATE TRIGGER journal_evaluation_arrangementversion_i AFTER INSERT ON evaluation_arrangementversion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_arrangementversion', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."arrangement_id", NEW."number", NEW."title", NEW."text", NEW."reason", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_arrangementversion_u;

CREATE TRIGGER journal_evaluation_arrangementversion_u AFTER UPDATE ON evaluation_arrangementversion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_arrangementversion', NEW.id, 'U',
        journal_digest(OLD."id", OLD."arrangement_id", OLD."number", OLD."title", OLD."text", OLD."reason", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."arrangement_id", NEW."number", NEW."title", NEW."text", NEW."reason", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_arrangementversion_d;

CREATE TRIGGER journal_evaluation_arrangementversion_d AFTER DELETE ON evaluation_arrangementversion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_arrangementversion', OLD.id, 'D',
        journal_digest(OLD."id", OLD."arrangement_id", OLD."number", OLD."title", OLD."text", OLD."reason", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_arrangementversion_files_i;

CREATE TRIGGER journal_evaluation_arrangementversion_files_i AFTER INSERT ON evaluation_arrangementversion_files FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_arrangementversion_files', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."arrangementversion_id", NEW."arrangementfile_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_arrangementversion_files_u;

CREATE TRIGGER journal_evaluation_arrangementversion_files_u AFTER UPDATE ON evaluation_arrangementversion_files FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_arrangementversion_files', NEW.id, 'U',
        journal_digest(OLD."id", OLD."arrangementversion_id", OLD."arrangementfile_id"),
        journal_digest(NEW."id", NEW."arrangementversion_id", NEW."arrangementfile_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_arrangementversion_files_d;

CREATE TRIGGER journal_evaluation_arrangementversion_files_d AFTER DELETE ON evaluation_arrangementversion_files FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_arrangementversion_files', OLD.id, 'D',
        journal_digest(OLD."id", OLD."arrangementversion_id", OLD."arrangementfile_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_askedbranch_i;

CREATE TRIGGER journal_evaluation_askedbranch_i AFTER INSERT ON evaluation_askedbranch FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_askedbranch', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."report_id", NEW."branch_id", NEW."unit_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_askedbranch_u;

CREATE TRIGGER journal_evaluation_askedbranch_u AFTER UPDATE ON evaluation_askedbranch FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_askedbranch', NEW.id, 'U',
        journal_digest(OLD."id", OLD."report_id", OLD."branch_id", OLD."unit_id"),
        journal_digest(NEW."id", NEW."report_id", NEW."branch_id", NEW."unit_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_askedbranch_d;

CREATE TRIGGER journal_evaluation_askedbranch_d AFTER DELETE ON evaluation_askedbranch FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_askedbranch', OLD.id, 'D',
        journal_digest(OLD."id", OLD."report_id", OLD."branch_id", OLD."unit_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_assessmentteam_i;

CREATE TRIGGER journal_evaluation_assessmentteam_i AFTER INSERT ON evaluation_assessmentteam FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_assessmentteam', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."unit_id", NEW."leader_id", NEW."formed_by_id", NEW."formed_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_assessmentteam_u;

CREATE TRIGGER journal_evaluation_assessmentteam_u AFTER UPDATE ON evaluation_assessmentteam FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_assessmentteam', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."unit_id", OLD."leader_id", OLD."formed_by_id", OLD."formed_at"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."unit_id", NEW."leader_id", NEW."formed_by_id", NEW."formed_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_assessmentteam_d;

CREATE TRIGGER journal_evaluation_assessmentteam_d AFTER DELETE ON evaluation_assessmentteam FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_assessmentteam', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."unit_id", OLD."leader_id", OLD."formed_by_id", OLD."formed_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_calendartoken_i;

CREATE TRIGGER journal_evaluation_calendartoken_i AFTER INSERT ON evaluation_calendartoken FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_calendartoken', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."user_id", NEW."digest", NEW."created_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_calendartoken_u;

CREATE TRIGGER journal_evaluation_calendartoken_u AFTER UPDATE ON evaluation_calendartoken FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_calendartoken', NEW.id, 'U',
        journal_digest(OLD."id", OLD."user_id", OLD."digest", OLD."created_at"),
        journal_digest(NEW."id", NEW."user_id", NEW."digest", NEW."created_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_calendartoken_d;

CREATE TRIGGER journal_evaluation_calendartoken_d AFTER DELETE ON evaluation_calendartoken FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_calendartoken', OLD.id, 'D',
        journal_digest(OLD."id", OLD."user_id", OLD."digest", OLD."created_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_candidacy_i;

CREATE TRIGGER journal_evaluation_candidacy_i AFTER INSERT ON evaluation_candidacy FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_candidacy', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."branch_id", NEW."unit_id", NEW."state", NEW."since", NEW."version", NEW."self_assessment_due", NEW."assessment_due", NEW."recommendation_due", NEW."added_on", NEW."seat_id", NEW."rank", NEW."recommendation_reason", NEW."self_score", NEW."assessed_score"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_candidacy_u;

CREATE TRIGGER journal_evaluation_candidacy_u AFTER UPDATE ON evaluation_candidacy FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_candidacy', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."branch_id", OLD."unit_id", OLD."state", OLD."since", OLD."version", OLD."self_assessment_due", OLD."assessment_due", OLD."recommendation_due", OLD."added_on", OLD."seat_id", OLD."rank", OLD."recommendation_reason", OLD."self_score", OLD."assessed_score"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."branch_id", NEW."unit_id", NEW."state", NEW."since", NEW."version", NEW."self_assessment_due", NEW."assessment_due", NEW."recommendation_due", NEW."added_on", NEW."seat_id", NEW."rank", NEW."recommendation_reason", NEW."self_score", NEW."assessed_score"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_candidacy_d;

CREATE TRIGGER journal_evaluation_candidacy_d AFTER DELETE ON evaluation_candidacy FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_candidacy', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."branch_id", OLD."unit_id", OLD."state", OLD."since", OLD."version", OLD."self_assessment_due", OLD."assessment_due", OLD."recommendation_due", OLD."added_on", OLD."seat_id", OLD."rank", OLD."recommendation_reason", OLD."self_score", OLD."assessed_score"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_confirmationreview_i;

CREATE TRIGGER journal_evaluation_confirmationreview_i AFTER INSERT ON evaluation_confirmationreview FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_confirmationreview', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."reinspection_id", NEW."body", NEW."verdict", NEW."reason", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_confirmationreview_u;

CREATE TRIGGER journal_evaluation_confirmationreview_u AFTER UPDATE ON evaluation_confirmationreview FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_confirmationreview', NEW.id, 'U',
        journal_digest(OLD."id", OLD."reinspection_id", OLD."body", OLD."verdict", OLD."reason", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."reinspection_id", NEW."body", NEW."verdict", NEW."reason", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_confirmationreview_d;

CREATE TRIGGER journal_evaluation_confirmationreview_d AFTER DELETE ON evaluation_confirmationreview FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_confirmationreview', OLD.id, 'D',
        journal_digest(OLD."id", OLD."reinspection_id", OLD."body", OLD."verdict", OLD."reason", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_consultation_i;

CREATE TRIGGER journal_evaluation_consultation_i AFTER INSERT ON evaluation_consultation FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_consultation', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."candidacy_id", NEW."consulted_on", NEW."method", NEW."heard", NEW."satisfied", NEW."summary", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_consultation_u;

CREATE TRIGGER journal_evaluation_consultation_u AFTER UPDATE ON evaluation_consultation FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_consultation', NEW.id, 'U',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."consulted_on", OLD."method", OLD."heard", OLD."satisfied", OLD."summary", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."candidacy_id", NEW."consulted_on", NEW."method", NEW."heard", NEW."satisfied", NEW."summary", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_consultation_d;

CREATE TRIGGER journal_evaluation_consultation_d AFTER DELETE ON evaluation_consultation FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_consultation', OLD.id, 'D',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."consulted_on", OLD."method", OLD."heard", OLD."satisfied", OLD."summary", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_criterion_i;

CREATE TRIGGER journal_evaluation_criterion_i AFTER INSERT ON evaluation_criterion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_criterion', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."number", NEW."strength", NEW."title", NEW."text"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_criterion_u;

CREATE TRIGGER journal_evaluation_criterion_u AFTER UPDATE ON evaluation_criterion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_criterion', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."number", OLD."strength", OLD."title", OLD."text"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."number", NEW."strength", NEW."title", NEW."text"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_criterion_d;

CREATE TRIGGER journal_evaluation_criterion_d AFTER DELETE ON evaluation_criterion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_criterion', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."number", OLD."strength", OLD."title", OLD."text"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_cycle_i;

CREATE TRIGGER journal_evaluation_cycle_i AFTER INSERT ON evaluation_cycle FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_cycle', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."year", NEW."state", NEW."standard", NEW."ratio_bp", NEW."base_on", NEW."base_includes_honoured", NEW."small_unit_mode", NEW."is_mode_confirmed", NEW."min_one_basis", NEW."score_template", NEW."sheets_needed", NEW."not_applicable_limit", NEW."includes_counties", NEW."self_assessment_opens_on", NEW."self_assessment_due", NEW."assessment_due", NEW."recommendation_due", NEW."pool_due", NEW."naming_on", NEW."notice_days", NEW."reapply_wait_years", NEW."subsidy_amount", NEW."subsidy_source", NEW."opened_at", NEW."recommendation_opened_at", NEW."closed_at", NEW."closing_reason"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_cycle_u;

CREATE TRIGGER journal_evaluation_cycle_u AFTER UPDATE ON evaluation_cycle FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_cycle', NEW.id, 'U',
        journal_digest(OLD."id", OLD."year", OLD."state", OLD."standard", OLD."ratio_bp", OLD."base_on", OLD."base_includes_honoured", OLD."small_unit_mode", OLD."is_mode_confirmed", OLD."min_one_basis", OLD."score_template", OLD."sheets_needed", OLD."not_applicable_limit", OLD."includes_counties", OLD."self_assessment_opens_on", OLD."self_assessment_due", OLD."assessment_due", OLD."recommendation_due", OLD."pool_due", OLD."naming_on", OLD."notice_days", OLD."reapply_wait_years", OLD."subsidy_amount", OLD."subsidy_source", OLD."opened_at", OLD."recommendation_opened_at", OLD."closed_at", OLD."closing_reason"),
        journal_digest(NEW."id", NEW."year", NEW."state", NEW."standard", NEW."ratio_bp", NEW."base_on", NEW."base_includes_honoured", NEW."small_unit_mode", NEW."is_mode_confirmed", NEW."min_one_basis", NEW."score_template", NEW."sheets_needed", NEW."not_applicable_limit", NEW."includes_counties", NEW."self_assessment_opens_on", NEW."self_assessment_due", NEW."assessment_due", NEW."recommendation_due", NEW."pool_due", NEW."naming_on", NEW."notice_days", NEW."reapply_wait_years", NEW."subsidy_amount", NEW."subsidy_source", NEW."opened_at", NEW."recommendation_opened_at", NEW."closed_at", NEW."closing_reason"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_cycle_d;

CREATE TRIGGER journal_evaluation_cycle_d AFTER DELETE ON evaluation_cycle FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_cycle', OLD.id, 'D',
        journal_digest(OLD."id", OLD."year", OLD."state", OLD."standard", OLD."ratio_bp", OLD."base_on", OLD."base_includes_honoured", OLD."small_unit_mode", OLD."is_mode_confirmed", OLD."min_one_basis", OLD."score_template", OLD."sheets_needed", OLD."not_applicable_limit", OLD."includes_counties", OLD."self_assessment_opens_on", OLD."self_assessment_due", OLD."assessment_due", OLD."recommendation_due", OLD."pool_due", OLD."naming_on", OLD."notice_days", OLD."reapply_wait_years", OLD."subsidy_amount", OLD."subsidy_source", OLD."opened_at", OLD."recommendation_opened_at", OLD."closed_at", OLD."closing_reason"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_decision_i;

CREATE TRIGGER journal_evaluation_decision_i AFTER INSERT ON evaluation_decision FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_decision', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."kind", NEW."number", NEW."state", NEW."document_number", NEW."proclaimed_at", NEW."proclaimed_by_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_decision_u;

CREATE TRIGGER journal_evaluation_decision_u AFTER UPDATE ON evaluation_decision FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_decision', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."kind", OLD."number", OLD."state", OLD."document_number", OLD."proclaimed_at", OLD."proclaimed_by_id"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."kind", NEW."number", NEW."state", NEW."document_number", NEW."proclaimed_at", NEW."proclaimed_by_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_decision_d;

CREATE TRIGGER journal_evaluation_decision_d AFTER DELETE ON evaluation_decision FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_decision', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."kind", OLD."number", OLD."state", OLD."document_number", OLD."proclaimed_at", OLD."proclaimed_by_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_decisionversion_i;

CREATE TRIGGER journal_evaluation_decisionversion_i AFTER INSERT ON evaluation_decisionversion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_decisionversion', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."decision_id", NEW."number", NEW."rows", NEW."fingerprint", NEW."frozen_by_id", NEW."frozen_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_decisionversion_u;

CREATE TRIGGER journal_evaluation_decisionversion_u AFTER UPDATE ON evaluation_decisionversion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_decisionversion', NEW.id, 'U',
        journal_digest(OLD."id", OLD."decision_id", OLD."number", OLD."rows", OLD."fingerprint", OLD."frozen_by_id", OLD."frozen_at"),
        journal_digest(NEW."id", NEW."decision_id", NEW."number", NEW."rows", NEW."fingerprint", NEW."frozen_by_id", NEW."frozen_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_decisionversion_d;

CREATE TRIGGER journal_evaluation_decisionversion_d AFTER DELETE ON evaluation_decisionversion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_decisionversion', OLD.id, 'D',
        journal_digest(OLD."id", OLD."decision_id", OLD."number", OLD."rows", OLD."fingerprint", OLD."frozen_by_id", OLD."frozen_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_deliberation_i;

CREATE TRIGGER journal_evaluation_deliberation_i AFTER INSERT ON evaluation_deliberation FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_deliberation', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."list_id", NEW."held_on", NEW."chair", NEW."expected", NEW."present", NEW."attendance", NEW."minutes", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_deliberation_u;

CREATE TRIGGER journal_evaluation_deliberation_u AFTER UPDATE ON evaluation_deliberation FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_deliberation', NEW.id, 'U',
        journal_digest(OLD."id", OLD."list_id", OLD."held_on", OLD."chair", OLD."expected", OLD."present", OLD."attendance", OLD."minutes", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."list_id", NEW."held_on", NEW."chair", NEW."expected", NEW."present", NEW."attendance", NEW."minutes", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_deliberation_d;

CREATE TRIGGER journal_evaluation_deliberation_d AFTER DELETE ON evaluation_deliberation FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_deliberation', OLD.id, 'D',
        journal_digest(OLD."id", OLD."list_id", OLD."held_on", OLD."chair", OLD."expected", OLD."present", OLD."attendance", OLD."minutes", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_deviation_i;

CREATE TRIGGER journal_evaluation_deviation_i AFTER INSERT ON evaluation_deviation FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_deviation', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."reinspection_id", NEW."criterion_id", NEW."text", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_deviation_u;

CREATE TRIGGER journal_evaluation_deviation_u AFTER UPDATE ON evaluation_deviation FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_deviation', NEW.id, 'U',
        journal_digest(OLD."id", OLD."reinspection_id", OLD."criterion_id", OLD."text", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."reinspection_id", NEW."criterion_id", NEW."text", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_deviation_d;

CREATE TRIGGER journal_evaluation_deviation_d AFTER DELETE ON evaluation_deviation FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_deviation', OLD.id, 'D',
        journal_digest(OLD."id", OLD."reinspection_id", OLD."criterion_id", OLD."text", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_disqualification_i;

CREATE TRIGGER journal_evaluation_disqualification_i AFTER INSERT ON evaluation_disqualification FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_disqualification', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."number", NEW."title", NEW."text", NEW."within_year", NEW."needs_basis"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_disqualification_u;

CREATE TRIGGER journal_evaluation_disqualification_u AFTER UPDATE ON evaluation_disqualification FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_disqualification', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."number", OLD."title", OLD."text", OLD."within_year", OLD."needs_basis"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."number", NEW."title", NEW."text", NEW."within_year", NEW."needs_basis"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_disqualification_d;

CREATE TRIGGER journal_evaluation_disqualification_d AFTER DELETE ON evaluation_disqualification FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_disqualification', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."number", OLD."title", OLD."text", OLD."within_year", OLD."needs_basis"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_distribution_i;

CREATE TRIGGER journal_evaluation_distribution_i AFTER INSERT ON evaluation_distribution FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_distribution', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."notice_id", NEW."unit_id", NEW."copies", NEW."by_id", NEW."at", NEW."received_by_id", NEW."received_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_distribution_u;

CREATE TRIGGER journal_evaluation_distribution_u AFTER UPDATE ON evaluation_distribution FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_distribution', NEW.id, 'U',
        journal_digest(OLD."id", OLD."notice_id", OLD."unit_id", OLD."copies", OLD."by_id", OLD."at", OLD."received_by_id", OLD."received_at"),
        journal_digest(NEW."id", NEW."notice_id", NEW."unit_id", NEW."copies", NEW."by_id", NEW."at", NEW."received_by_id", NEW."received_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_distribution_d;

CREATE TRIGGER journal_evaluation_distribution_d AFTER DELETE ON evaluation_distribution FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_distribution', OLD.id, 'D',
        journal_digest(OLD."id", OLD."notice_id", OLD."unit_id", OLD."copies", OLD."by_id", OLD."at", OLD."received_by_id", OLD."received_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_documentseries_i;

CREATE TRIGGER journal_evaluation_documentseries_i AFTER INSERT ON evaluation_documentseries FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_documentseries', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."code", NEW."year", NEW."last"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_documentseries_u;

CREATE TRIGGER journal_evaluation_documentseries_u AFTER UPDATE ON evaluation_documentseries FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_documentseries', NEW.id, 'U',
        journal_digest(OLD."id", OLD."code", OLD."year", OLD."last"),
        journal_digest(NEW."id", NEW."code", NEW."year", NEW."last"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_documentseries_d;

CREATE TRIGGER journal_evaluation_documentseries_d AFTER DELETE ON evaluation_documentseries FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_documentseries', OLD.id, 'D',
        journal_digest(OLD."id", OLD."code", OLD."year", OLD."last"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_documenttext_i;

CREATE TRIGGER journal_evaluation_documenttext_i AFTER INSERT ON evaluation_documenttext FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_documenttext', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."kind", NEW."version_id", NEW."corrects_id", NEW."number", NEW."facts", NEW."fingerprint", NEW."by_id", NEW."at", NEW."issued_as_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_documenttext_u;

CREATE TRIGGER journal_evaluation_documenttext_u AFTER UPDATE ON evaluation_documenttext FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_documenttext', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."kind", OLD."version_id", OLD."corrects_id", OLD."number", OLD."facts", OLD."fingerprint", OLD."by_id", OLD."at", OLD."issued_as_id"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."kind", NEW."version_id", NEW."corrects_id", NEW."number", NEW."facts", NEW."fingerprint", NEW."by_id", NEW."at", NEW."issued_as_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_documenttext_d;

CREATE TRIGGER journal_evaluation_documenttext_d AFTER DELETE ON evaluation_documenttext FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_documenttext', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."kind", OLD."version_id", OLD."corrects_id", OLD."number", OLD."facts", OLD."fingerprint", OLD."by_id", OLD."at", OLD."issued_as_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_evidence_i;

CREATE TRIGGER journal_evaluation_evidence_i AFTER INSERT ON evaluation_evidence FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_evidence', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."branch_id", NEW."title", NEW."document_number", NEW."dated_on", NEW."file", NEW."content_type", NEW."size", NEW."sha256", NEW."by_id", NEW."at", NEW."is_removed"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_evidence_u;

CREATE TRIGGER journal_evaluation_evidence_u AFTER UPDATE ON evaluation_evidence FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_evidence', NEW.id, 'U',
        journal_digest(OLD."id", OLD."branch_id", OLD."title", OLD."document_number", OLD."dated_on", OLD."file", OLD."content_type", OLD."size", OLD."sha256", OLD."by_id", OLD."at", OLD."is_removed"),
        journal_digest(NEW."id", NEW."branch_id", NEW."title", NEW."document_number", NEW."dated_on", NEW."file", NEW."content_type", NEW."size", NEW."sha256", NEW."by_id", NEW."at", NEW."is_removed"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_evidence_d;

CREATE TRIGGER journal_evaluation_evidence_d AFTER DELETE ON evaluation_evidence FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_evidence', OLD.id, 'D',
        journal_digest(OLD."id", OLD."branch_id", OLD."title", OLD."document_number", OLD."dated_on", OLD."file", OLD."content_type", OLD."size", OLD."sha256", OLD."by_id", OLD."at", OLD."is_removed"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_extension_i;

CREATE TRIGGER journal_evaluation_extension_i AFTER INSERT ON evaluation_extension FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_extension', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."unit_id", NEW."step", NEW."due", NEW."reason", NEW."document", NEW."by_id", NEW."confirmed_by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_extension_u;

CREATE TRIGGER journal_evaluation_extension_u AFTER UPDATE ON evaluation_extension FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_extension', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."unit_id", OLD."step", OLD."due", OLD."reason", OLD."document", OLD."by_id", OLD."confirmed_by_id", OLD."at"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."unit_id", NEW."step", NEW."due", NEW."reason", NEW."document", NEW."by_id", NEW."confirmed_by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_extension_d;

CREATE TRIGGER journal_evaluation_extension_d AFTER DELETE ON evaluation_extension FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_extension', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."unit_id", OLD."step", OLD."due", OLD."reason", OLD."document", OLD."by_id", OLD."confirmed_by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_halfyearanswer_i;

CREATE TRIGGER journal_evaluation_halfyearanswer_i AFTER INSERT ON evaluation_halfyearanswer FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_halfyearanswer', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."asked_id", NEW."number", NEW."progress", NEW."difficulty", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_halfyearanswer_u;

CREATE TRIGGER journal_evaluation_halfyearanswer_u AFTER UPDATE ON evaluation_halfyearanswer FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_halfyearanswer', NEW.id, 'U',
        journal_digest(OLD."id", OLD."asked_id", OLD."number", OLD."progress", OLD."difficulty", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."asked_id", NEW."number", NEW."progress", NEW."difficulty", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_halfyearanswer_d;

CREATE TRIGGER journal_evaluation_halfyearanswer_d AFTER DELETE ON evaluation_halfyearanswer FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_halfyearanswer', OLD.id, 'D',
        journal_digest(OLD."id", OLD."asked_id", OLD."number", OLD."progress", OLD."difficulty", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_halfyearreport_i;

CREATE TRIGGER journal_evaluation_halfyearreport_i AFTER INSERT ON evaluation_halfyearreport FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_halfyearreport', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."request", NEW."answers_due", NEW."summaries_due", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_halfyearreport_u;

CREATE TRIGGER journal_evaluation_halfyearreport_u AFTER UPDATE ON evaluation_halfyearreport FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_halfyearreport', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."request", OLD."answers_due", OLD."summaries_due", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."request", NEW."answers_due", NEW."summaries_due", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_halfyearreport_d;

CREATE TRIGGER journal_evaluation_halfyearreport_d AFTER DELETE ON evaluation_halfyearreport FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_halfyearreport', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."request", OLD."answers_due", OLD."summaries_due", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_halfyearsummary_i;

CREATE TRIGGER journal_evaluation_halfyearsummary_i AFTER INSERT ON evaluation_halfyearsummary FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_halfyearsummary', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."report_id", NEW."unit_id", NEW."number", NEW."text", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_halfyearsummary_u;

CREATE TRIGGER journal_evaluation_halfyearsummary_u AFTER UPDATE ON evaluation_halfyearsummary FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_halfyearsummary', NEW.id, 'U',
        journal_digest(OLD."id", OLD."report_id", OLD."unit_id", OLD."number", OLD."text", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."report_id", NEW."unit_id", NEW."number", NEW."text", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_halfyearsummary_d;

CREATE TRIGGER journal_evaluation_halfyearsummary_d AFTER DELETE ON evaluation_halfyearsummary FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_halfyearsummary', OLD.id, 'D',
        journal_digest(OLD."id", OLD."report_id", OLD."unit_id", OLD."number", OLD."text", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_hold_i;

CREATE TRIGGER journal_evaluation_hold_i AFTER INSERT ON evaluation_hold FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_hold', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."candidacy_id", NEW."reason", NEW."raised_by_id", NEW."raised_at", NEW."lifted_by_committee_id", NEW."lifted_by_department_id", NEW."lifted_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_hold_u;

CREATE TRIGGER journal_evaluation_hold_u AFTER UPDATE ON evaluation_hold FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_hold', NEW.id, 'U',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."reason", OLD."raised_by_id", OLD."raised_at", OLD."lifted_by_committee_id", OLD."lifted_by_department_id", OLD."lifted_at"),
        journal_digest(NEW."id", NEW."candidacy_id", NEW."reason", NEW."raised_by_id", NEW."raised_at", NEW."lifted_by_committee_id", NEW."lifted_by_department_id", NEW."lifted_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_hold_d;

CREATE TRIGGER journal_evaluation_hold_d AFTER DELETE ON evaluation_hold FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_hold', OLD.id, 'D',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."reason", OLD."raised_by_id", OLD."raised_at", OLD."lifted_by_committee_id", OLD."lifted_by_department_id", OLD."lifted_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_holiday_i;

CREATE TRIGGER journal_evaluation_holiday_i AFTER INSERT ON evaluation_holiday FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_holiday', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."day", NEW."is_working", NEW."label", NEW."source"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_holiday_u;

CREATE TRIGGER journal_evaluation_holiday_u AFTER UPDATE ON evaluation_holiday FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_holiday', NEW.id, 'U',
        journal_digest(OLD."id", OLD."day", OLD."is_working", OLD."label", OLD."source"),
        journal_digest(NEW."id", NEW."day", NEW."is_working", NEW."label", NEW."source"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_holiday_d;

CREATE TRIGGER journal_evaluation_holiday_d AFTER DELETE ON evaluation_holiday FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_holiday', OLD.id, 'D',
        journal_digest(OLD."id", OLD."day", OLD."is_working", OLD."label", OLD."source"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_honour_i;

CREATE TRIGGER journal_evaluation_honour_i AFTER INSERT ON evaluation_honour FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_honour', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."branch_id", NEW."year", NEW."state", NEW."candidacy_id", NEW."decision_id", NEW."branch_name", NEW."decision_number", NEW."named_on", NEW."revocation_id", NEW."revocation_number", NEW."ended_on", NEW."ending"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_honour_u;

CREATE TRIGGER journal_evaluation_honour_u AFTER UPDATE ON evaluation_honour FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_honour', NEW.id, 'U',
        journal_digest(OLD."id", OLD."branch_id", OLD."year", OLD."state", OLD."candidacy_id", OLD."decision_id", OLD."branch_name", OLD."decision_number", OLD."named_on", OLD."revocation_id", OLD."revocation_number", OLD."ended_on", OLD."ending"),
        journal_digest(NEW."id", NEW."branch_id", NEW."year", NEW."state", NEW."candidacy_id", NEW."decision_id", NEW."branch_name", NEW."decision_number", NEW."named_on", NEW."revocation_id", NEW."revocation_number", NEW."ended_on", NEW."ending"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_honour_d;

CREATE TRIGGER journal_evaluation_honour_d AFTER DELETE ON evaluation_honour FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_honour', OLD.id, 'D',
        journal_digest(OLD."id", OLD."branch_id", OLD."year", OLD."state", OLD."candidacy_id", OLD."decision_id", OLD."branch_name", OLD."decision_number", OLD."named_on", OLD."revocation_id", OLD."revocation_number", OLD."ended_on", OLD."ending"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_issuedcopy_i;

CREATE TRIGGER journal_evaluation_issuedcopy_i AFTER INSERT ON evaluation_issuedcopy FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_issuedcopy', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."notice_id", NEW."title", NEW."file", NEW."content_type", NEW."size", NEW."sha256", NEW."supersedes_id", NEW."reason", NEW."by_id", NEW."at", NEW."confirmed_by_id", NEW."confirmed_at", NEW."comparison", NEW."differences"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_issuedcopy_u;

CREATE TRIGGER journal_evaluation_issuedcopy_u AFTER UPDATE ON evaluation_issuedcopy FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_issuedcopy', NEW.id, 'U',
        journal_digest(OLD."id", OLD."notice_id", OLD."title", OLD."file", OLD."content_type", OLD."size", OLD."sha256", OLD."supersedes_id", OLD."reason", OLD."by_id", OLD."at", OLD."confirmed_by_id", OLD."confirmed_at", OLD."comparison", OLD."differences"),
        journal_digest(NEW."id", NEW."notice_id", NEW."title", NEW."file", NEW."content_type", NEW."size", NEW."sha256", NEW."supersedes_id", NEW."reason", NEW."by_id", NEW."at", NEW."confirmed_by_id", NEW."confirmed_at", NEW."comparison", NEW."differences"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_issuedcopy_d;

CREATE TRIGGER journal_evaluation_issuedcopy_d AFTER DELETE ON evaluation_issuedcopy FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_issuedcopy', OLD.id, 'D',
        journal_digest(OLD."id", OLD."notice_id", OLD."title", OLD."file", OLD."content_type", OLD."size", OLD."sha256", OLD."supersedes_id", OLD."reason", OLD."by_id", OLD."at", OLD."confirmed_by_id", OLD."confirmed_at", OLD."comparison", OLD."differences"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_latenessmeasure_i;

CREATE TRIGGER journal_evaluation_latenessmeasure_i AFTER INSERT ON evaluation_latenessmeasure FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_latenessmeasure', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."unit_id", NEW."branch_id", NEW."kind", NEW."on", NEW."document", NEW."note", NEW."by_id", NEW."at", NEW."struck_reason", NEW."struck_by_id", NEW."struck_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_latenessmeasure_u;

CREATE TRIGGER journal_evaluation_latenessmeasure_u AFTER UPDATE ON evaluation_latenessmeasure FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_latenessmeasure', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."unit_id", OLD."branch_id", OLD."kind", OLD."on", OLD."document", OLD."note", OLD."by_id", OLD."at", OLD."struck_reason", OLD."struck_by_id", OLD."struck_at"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."unit_id", NEW."branch_id", NEW."kind", NEW."on", NEW."document", NEW."note", NEW."by_id", NEW."at", NEW."struck_reason", NEW."struck_by_id", NEW."struck_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_latenessmeasure_d;

CREATE TRIGGER journal_evaluation_latenessmeasure_d AFTER DELETE ON evaluation_latenessmeasure FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_latenessmeasure', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."unit_id", OLD."branch_id", OLD."kind", OLD."on", OLD."document", OLD."note", OLD."by_id", OLD."at", OLD."struck_reason", OLD."struck_by_id", OLD."struck_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_laterfinding_i;

CREATE TRIGGER journal_evaluation_laterfinding_i AFTER INSERT ON evaluation_laterfinding FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_laterfinding', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."reinspection_id", NEW."disqualification_id", NEW."facts", NEW."basis", NEW."decided_on", NEW."by_id", NEW."at", NEW."correction_reason", NEW."correction_asked_by_id", NEW."correction_asked_at", NEW."corrected_by_id", NEW."corrected_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_laterfinding_u;

CREATE TRIGGER journal_evaluation_laterfinding_u AFTER UPDATE ON evaluation_laterfinding FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_laterfinding', NEW.id, 'U',
        journal_digest(OLD."id", OLD."reinspection_id", OLD."disqualification_id", OLD."facts", OLD."basis", OLD."decided_on", OLD."by_id", OLD."at", OLD."correction_reason", OLD."correction_asked_by_id", OLD."correction_asked_at", OLD."corrected_by_id", OLD."corrected_at"),
        journal_digest(NEW."id", NEW."reinspection_id", NEW."disqualification_id", NEW."facts", NEW."basis", NEW."decided_on", NEW."by_id", NEW."at", NEW."correction_reason", NEW."correction_asked_by_id", NEW."correction_asked_at", NEW."corrected_by_id", NEW."corrected_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_laterfinding_d;

CREATE TRIGGER journal_evaluation_laterfinding_d AFTER DELETE ON evaluation_laterfinding FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_laterfinding', OLD.id, 'D',
        journal_digest(OLD."id", OLD."reinspection_id", OLD."disqualification_id", OLD."facts", OLD."basis", OLD."decided_on", OLD."by_id", OLD."at", OLD."correction_reason", OLD."correction_asked_by_id", OLD."correction_asked_at", OLD."corrected_by_id", OLD."corrected_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_leaderconsent_i;

CREATE TRIGGER journal_evaluation_leaderconsent_i AFTER INSERT ON evaluation_leaderconsent FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_leaderconsent', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."text_id", NEW."body", NEW."leader", NEW."signed_on", NEW."scan", NEW."sha256", NEW."by_id", NEW."at", NEW."withdrawn_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_leaderconsent_u;

CREATE TRIGGER journal_evaluation_leaderconsent_u AFTER UPDATE ON evaluation_leaderconsent FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_leaderconsent', NEW.id, 'U',
        journal_digest(OLD."id", OLD."text_id", OLD."body", OLD."leader", OLD."signed_on", OLD."scan", OLD."sha256", OLD."by_id", OLD."at", OLD."withdrawn_at"),
        journal_digest(NEW."id", NEW."text_id", NEW."body", NEW."leader", NEW."signed_on", NEW."scan", NEW."sha256", NEW."by_id", NEW."at", NEW."withdrawn_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_leaderconsent_d;

CREATE TRIGGER journal_evaluation_leaderconsent_d AFTER DELETE ON evaluation_leaderconsent FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_leaderconsent', OLD.id, 'D',
        journal_digest(OLD."id", OLD."text_id", OLD."body", OLD."leader", OLD."signed_on", OLD."scan", OLD."sha256", OLD."by_id", OLD."at", OLD."withdrawn_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_listversion_i;

CREATE TRIGGER journal_evaluation_listversion_i AFTER INSERT ON evaluation_listversion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_listversion', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."list_id", NEW."number", NEW."rows", NEW."deliberation_id", NEW."remark", NEW."by_id", NEW."at", NEW."returned_by_id", NEW."returned_at", NEW."return_reason"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_listversion_u;

CREATE TRIGGER journal_evaluation_listversion_u AFTER UPDATE ON evaluation_listversion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_listversion', NEW.id, 'U',
        journal_digest(OLD."id", OLD."list_id", OLD."number", OLD."rows", OLD."deliberation_id", OLD."remark", OLD."by_id", OLD."at", OLD."returned_by_id", OLD."returned_at", OLD."return_reason"),
        journal_digest(NEW."id", NEW."list_id", NEW."number", NEW."rows", NEW."deliberation_id", NEW."remark", NEW."by_id", NEW."at", NEW."returned_by_id", NEW."returned_at", NEW."return_reason"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_listversion_d;

CREATE TRIGGER journal_evaluation_listversion_d AFTER DELETE ON evaluation_listversion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_listversion', OLD.id, 'D',
        journal_digest(OLD."id", OLD."list_id", OLD."number", OLD."rows", OLD."deliberation_id", OLD."remark", OLD."by_id", OLD."at", OLD."returned_by_id", OLD."returned_at", OLD."return_reason"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_municipalevaluation_i;

CREATE TRIGGER journal_evaluation_municipalevaluation_i AFTER INSERT ON evaluation_municipalevaluation FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_municipalevaluation', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."candidacy_id", NEW."body", NEW."verdict", NEW."reason", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_municipalevaluation_u;

CREATE TRIGGER journal_evaluation_municipalevaluation_u AFTER UPDATE ON evaluation_municipalevaluation FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_municipalevaluation', NEW.id, 'U',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."body", OLD."verdict", OLD."reason", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."candidacy_id", NEW."body", NEW."verdict", NEW."reason", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_municipalevaluation_d;

CREATE TRIGGER journal_evaluation_municipalevaluation_d AFTER DELETE ON evaluation_municipalevaluation FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_municipalevaluation', OLD.id, 'D',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."body", OLD."verdict", OLD."reason", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_nomination_i;

CREATE TRIGGER journal_evaluation_nomination_i AFTER INSERT ON evaluation_nomination FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_nomination', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."honour_id", NEW."award", NEW."name", NEW."put_forward_on", NEW."note", NEW."is_void", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_nomination_u;

CREATE TRIGGER journal_evaluation_nomination_u AFTER UPDATE ON evaluation_nomination FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_nomination', NEW.id, 'U',
        journal_digest(OLD."id", OLD."honour_id", OLD."award", OLD."name", OLD."put_forward_on", OLD."note", OLD."is_void", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."honour_id", NEW."award", NEW."name", NEW."put_forward_on", NEW."note", NEW."is_void", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_nomination_d;

CREATE TRIGGER journal_evaluation_nomination_d AFTER DELETE ON evaluation_nomination FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_nomination', OLD.id, 'D',
        journal_digest(OLD."id", OLD."honour_id", OLD."award", OLD."name", OLD."put_forward_on", OLD."note", OLD."is_void", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_notice_i;

CREATE TRIGGER journal_evaluation_notice_i AFTER INSERT ON evaluation_notice FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_notice', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."kind", NEW."cycle_id", NEW."number", NEW."dated_on", NEW."data", NEW."fingerprint", NEW."token", NEW."by_id", NEW."at", NEW."candidacy_id", NEW."list_id", NEW."public_notice_id", NEW."decision_id", NEW."honour_id", NEW."report_id", NEW."unit_id", NEW."corrects_id", NEW."correction", NEW."file", NEW."sha256", NEW."typeset_at", NEW."claimed_at", NEW."attempts", NEW."failure"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_notice_u;

CREATE TRIGGER journal_evaluation_notice_u AFTER UPDATE ON evaluation_notice FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_notice', NEW.id, 'U',
        journal_digest(OLD."id", OLD."kind", OLD."cycle_id", OLD."number", OLD."dated_on", OLD."data", OLD."fingerprint", OLD."token", OLD."by_id", OLD."at", OLD."candidacy_id", OLD."list_id", OLD."public_notice_id", OLD."decision_id", OLD."honour_id", OLD."report_id", OLD."unit_id", OLD."corrects_id", OLD."correction", OLD."file", OLD."sha256", OLD."typeset_at", OLD."claimed_at", OLD."attempts", OLD."failure"),
        journal_digest(NEW."id", NEW."kind", NEW."cycle_id", NEW."number", NEW."dated_on", NEW."data", NEW."fingerprint", NEW."token", NEW."by_id", NEW."at", NEW."candidacy_id", NEW."list_id", NEW."public_notice_id", NEW."decision_id", NEW."honour_id", NEW."report_id", NEW."unit_id", NEW."corrects_id", NEW."correction", NEW."file", NEW."sha256", NEW."typeset_at", NEW."claimed_at", NEW."attempts", NEW."failure"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_notice_d;

CREATE TRIGGER journal_evaluation_notice_d AFTER DELETE ON evaluation_notice FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_notice', OLD.id, 'D',
        journal_digest(OLD."id", OLD."kind", OLD."cycle_id", OLD."number", OLD."dated_on", OLD."data", OLD."fingerprint", OLD."token", OLD."by_id", OLD."at", OLD."candidacy_id", OLD."list_id", OLD."public_notice_id", OLD."decision_id", OLD."honour_id", OLD."report_id", OLD."unit_id", OLD."corrects_id", OLD."correction", OLD."file", OLD."sha256", OLD."typeset_at", OLD."claimed_at", OLD."attempts", OLD."failure"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_nudge_i;

CREATE TRIGGER journal_evaluation_nudge_i AFTER INSERT ON evaluation_nudge FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_nudge', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."by_id", NEW."user_id", NEW."about", NEW."text", NEW."at", NEW."message_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_nudge_u;

CREATE TRIGGER journal_evaluation_nudge_u AFTER UPDATE ON evaluation_nudge FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_nudge', NEW.id, 'U',
        journal_digest(OLD."id", OLD."by_id", OLD."user_id", OLD."about", OLD."text", OLD."at", OLD."message_id"),
        journal_digest(NEW."id", NEW."by_id", NEW."user_id", NEW."about", NEW."text", NEW."at", NEW."message_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_nudge_d;

CREATE TRIGGER journal_evaluation_nudge_d AFTER DELETE ON evaluation_nudge FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_nudge', OLD.id, 'D',
        journal_digest(OLD."id", OLD."by_id", OLD."user_id", OLD."about", OLD."text", OLD."at", OLD."message_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_objection_i;

CREATE TRIGGER journal_evaluation_objection_i AFTER INSERT ON evaluation_objection FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_objection', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."notice_id", NEW."candidacy_id", NEW."state", NEW."received_on", NEW."source", NEW."facts", NEW."by_id", NEW."at", NEW."outcome", NEW."decided_by_id", NEW."decided_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_objection_u;

CREATE TRIGGER journal_evaluation_objection_u AFTER UPDATE ON evaluation_objection FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_objection', NEW.id, 'U',
        journal_digest(OLD."id", OLD."notice_id", OLD."candidacy_id", OLD."state", OLD."received_on", OLD."source", OLD."facts", OLD."by_id", OLD."at", OLD."outcome", OLD."decided_by_id", OLD."decided_at"),
        journal_digest(NEW."id", NEW."notice_id", NEW."candidacy_id", NEW."state", NEW."received_on", NEW."source", NEW."facts", NEW."by_id", NEW."at", NEW."outcome", NEW."decided_by_id", NEW."decided_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_objection_d;

CREATE TRIGGER journal_evaluation_objection_d AFTER DELETE ON evaluation_objection FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_objection', OLD.id, 'D',
        journal_digest(OLD."id", OLD."notice_id", OLD."candidacy_id", OLD."state", OLD."received_on", OLD."source", OLD."facts", OLD."by_id", OLD."at", OLD."outcome", OLD."decided_by_id", OLD."decided_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_opinion_i;

CREATE TRIGGER journal_evaluation_opinion_i AFTER INSERT ON evaluation_opinion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_opinion', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."candidacy_id", NEW."text", NEW."advice", NEW."is_for_branch", NEW."version", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_opinion_u;

CREATE TRIGGER journal_evaluation_opinion_u AFTER UPDATE ON evaluation_opinion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_opinion', NEW.id, 'U',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."text", OLD."advice", OLD."is_for_branch", OLD."version", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."candidacy_id", NEW."text", NEW."advice", NEW."is_for_branch", NEW."version", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_opinion_d;

CREATE TRIGGER journal_evaluation_opinion_d AFTER DELETE ON evaluation_opinion FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_opinion', OLD.id, 'D',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."text", OLD."advice", OLD."is_for_branch", OLD."version", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_optout_i;

CREATE TRIGGER journal_evaluation_optout_i AFTER INSERT ON evaluation_optout FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_optout', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."user_id", NEW."kind", NEW."channel"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_optout_u;

CREATE TRIGGER journal_evaluation_optout_u AFTER UPDATE ON evaluation_optout FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_optout', NEW.id, 'U',
        journal_digest(OLD."id", OLD."user_id", OLD."kind", OLD."channel"),
        journal_digest(NEW."id", NEW."user_id", NEW."kind", NEW."channel"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_optout_d;

CREATE TRIGGER journal_evaluation_optout_d AFTER DELETE ON evaluation_optout FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_optout', OLD.id, 'D',
        journal_digest(OLD."id", OLD."user_id", OLD."kind", OLD."channel"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_panelmember_i;

CREATE TRIGGER journal_evaluation_panelmember_i AFTER INSERT ON evaluation_panelmember FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_panelmember', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."user_id", NEW."body", NEW."is_leader", NEW."by_id", NEW."at", NEW."left_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_panelmember_u;

CREATE TRIGGER journal_evaluation_panelmember_u AFTER UPDATE ON evaluation_panelmember FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_panelmember', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."user_id", OLD."body", OLD."is_leader", OLD."by_id", OLD."at", OLD."left_at"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."user_id", NEW."body", NEW."is_leader", NEW."by_id", NEW."at", NEW."left_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_panelmember_d;

CREATE TRIGGER journal_evaluation_panelmember_d AFTER DELETE ON evaluation_panelmember FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_panelmember', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."user_id", OLD."body", OLD."is_leader", OLD."by_id", OLD."at", OLD."left_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_passedon_i;

CREATE TRIGGER journal_evaluation_passedon_i AFTER INSERT ON evaluation_passedon FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_passedon', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."arrangement_id", NEW."unit_id", NEW."remark", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_passedon_u;

CREATE TRIGGER journal_evaluation_passedon_u AFTER UPDATE ON evaluation_passedon FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_passedon', NEW.id, 'U',
        journal_digest(OLD."id", OLD."arrangement_id", OLD."unit_id", OLD."remark", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."arrangement_id", NEW."unit_id", NEW."remark", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_passedon_d;

CREATE TRIGGER journal_evaluation_passedon_d AFTER DELETE ON evaluation_passedon FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_passedon', OLD.id, 'D',
        journal_digest(OLD."id", OLD."arrangement_id", OLD."unit_id", OLD."remark", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_plaque_i;

CREATE TRIGGER journal_evaluation_plaque_i AFTER INSERT ON evaluation_plaque FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_plaque', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."honour_id", NEW."number", NEW."state", NEW."replaces_id", NEW."made_on", NEW."issued_on", NEW."issued_to", NEW."returned_on", NEW."received_by", NEW."lost_on", NEW."remark", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_plaque_u;

CREATE TRIGGER journal_evaluation_plaque_u AFTER UPDATE ON evaluation_plaque FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_plaque', NEW.id, 'U',
        journal_digest(OLD."id", OLD."honour_id", OLD."number", OLD."state", OLD."replaces_id", OLD."made_on", OLD."issued_on", OLD."issued_to", OLD."returned_on", OLD."received_by", OLD."lost_on", OLD."remark", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."honour_id", NEW."number", NEW."state", NEW."replaces_id", NEW."made_on", NEW."issued_on", NEW."issued_to", NEW."returned_on", NEW."received_by", NEW."lost_on", NEW."remark", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_plaque_d;

CREATE TRIGGER journal_evaluation_plaque_d AFTER DELETE ON evaluation_plaque FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_plaque', OLD.id, 'D',
        journal_digest(OLD."id", OLD."honour_id", OLD."number", OLD."state", OLD."replaces_id", OLD."made_on", OLD."issued_on", OLD."issued_to", OLD."returned_on", OLD."received_by", OLD."lost_on", OLD."remark", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_promotionactivity_i;

CREATE TRIGGER journal_evaluation_promotionactivity_i AFTER INSERT ON evaluation_promotionactivity FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_promotionactivity', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."kind", NEW."title", NEW."held_on", NEW."organiser", NEW."summary", NEW."reference", NEW."file", NEW."content_type", NEW."sha256", NEW."is_void", NEW."version", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_promotionactivity_u;

CREATE TRIGGER journal_evaluation_promotionactivity_u AFTER UPDATE ON evaluation_promotionactivity FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_promotionactivity', NEW.id, 'U',
        journal_digest(OLD."id", OLD."kind", OLD."title", OLD."held_on", OLD."organiser", OLD."summary", OLD."reference", OLD."file", OLD."content_type", OLD."sha256", OLD."is_void", OLD."version", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."kind", NEW."title", NEW."held_on", NEW."organiser", NEW."summary", NEW."reference", NEW."file", NEW."content_type", NEW."sha256", NEW."is_void", NEW."version", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_promotionactivity_d;

CREATE TRIGGER journal_evaluation_promotionactivity_d AFTER DELETE ON evaluation_promotionactivity FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_promotionactivity', OLD.id, 'D',
        journal_digest(OLD."id", OLD."kind", OLD."title", OLD."held_on", OLD."organiser", OLD."summary", OLD."reference", OLD."file", OLD."content_type", OLD."sha256", OLD."is_void", OLD."version", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_promotionactivity_branches_i;

CREATE TRIGGER journal_evaluation_promotionactivity_branches_i AFTER INSERT ON evaluation_promotionactivity_branches FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_promotionactivity_branches', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."promotionactivity_id", NEW."branch_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_promotionactivity_branches_u;

CREATE TRIGGER journal_evaluation_promotionactivity_branches_u AFTER UPDATE ON evaluation_promotionactivity_branches FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_promotionactivity_branches', NEW.id, 'U',
        journal_digest(OLD."id", OLD."promotionactivity_id", OLD."branch_id"),
        journal_digest(NEW."id", NEW."promotionactivity_id", NEW."branch_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_promotionactivity_branches_d;

CREATE TRIGGER journal_evaluation_promotionactivity_branches_d AFTER DELETE ON evaluation_promotionactivity_branches FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_promotionactivity_branches', OLD.id, 'D',
        journal_digest(OLD."id", OLD."promotionactivity_id", OLD."branch_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_publicnotice_i;

CREATE TRIGGER journal_evaluation_publicnotice_i AFTER INSERT ON evaluation_publicnotice FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_publicnotice', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."opens_on", NEW."closes_on", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_publicnotice_u;

CREATE TRIGGER journal_evaluation_publicnotice_u AFTER UPDATE ON evaluation_publicnotice FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_publicnotice', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."opens_on", OLD."closes_on", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."opens_on", NEW."closes_on", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_publicnotice_d;

CREATE TRIGGER journal_evaluation_publicnotice_d AFTER DELETE ON evaluation_publicnotice FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_publicnotice', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."opens_on", OLD."closes_on", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_publicnotice_candidacies_i;

CREATE TRIGGER journal_evaluation_publicnotice_candidacies_i AFTER INSERT ON evaluation_publicnotice_candidacies FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_publicnotice_candidacies', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."publicnotice_id", NEW."candidacy_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_publicnotice_candidacies_u;

CREATE TRIGGER journal_evaluation_publicnotice_candidacies_u AFTER UPDATE ON evaluation_publicnotice_candidacies FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_publicnotice_candidacies', NEW.id, 'U',
        journal_digest(OLD."id", OLD."publicnotice_id", OLD."candidacy_id"),
        journal_digest(NEW."id", NEW."publicnotice_id", NEW."candidacy_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_publicnotice_candidacies_d;

CREATE TRIGGER journal_evaluation_publicnotice_candidacies_d AFTER DELETE ON evaluation_publicnotice_candidacies FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_publicnotice_candidacies', OLD.id, 'D',
        journal_digest(OLD."id", OLD."publicnotice_id", OLD."candidacy_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_ratioadjustment_i;

CREATE TRIGGER journal_evaluation_ratioadjustment_i AFTER INSERT ON evaluation_ratioadjustment FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_ratioadjustment', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."scope", NEW."unit_id", NEW."ratio_bp", NEW."reason", NEW."document", NEW."by_id", NEW."confirmed_by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_ratioadjustment_u;

CREATE TRIGGER journal_evaluation_ratioadjustment_u AFTER UPDATE ON evaluation_ratioadjustment FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_ratioadjustment', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."scope", OLD."unit_id", OLD."ratio_bp", OLD."reason", OLD."document", OLD."by_id", OLD."confirmed_by_id", OLD."at"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."scope", NEW."unit_id", NEW."ratio_bp", NEW."reason", NEW."document", NEW."by_id", NEW."confirmed_by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_ratioadjustment_d;

CREATE TRIGGER journal_evaluation_ratioadjustment_d AFTER DELETE ON evaluation_ratioadjustment FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_ratioadjustment', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."scope", OLD."unit_id", OLD."ratio_bp", OLD."reason", OLD."document", OLD."by_id", OLD."confirmed_by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reading_i;

CREATE TRIGGER journal_evaluation_reading_i AFTER INSERT ON evaluation_reading FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reading', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."arrangement_id", NEW."branch_id", NEW."unit_id", NEW."version", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reading_u;

CREATE TRIGGER journal_evaluation_reading_u AFTER UPDATE ON evaluation_reading FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reading', NEW.id, 'U',
        journal_digest(OLD."id", OLD."arrangement_id", OLD."branch_id", OLD."unit_id", OLD."version", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."arrangement_id", NEW."branch_id", NEW."unit_id", NEW."version", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reading_d;

CREATE TRIGGER journal_evaluation_reading_d AFTER DELETE ON evaluation_reading FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reading', OLD.id, 'D',
        journal_digest(OLD."id", OLD."arrangement_id", OLD."branch_id", OLD."unit_id", OLD."version", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_recommendationlist_i;

CREATE TRIGGER journal_evaluation_recommendationlist_i AFTER INSERT ON evaluation_recommendationlist FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_recommendationlist', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."unit_id", NEW."pool_id", NEW."state", NEW."base", NEW."ratio_bp", NEW."cap", NEW."is_min_one", NEW."branches", NEW."submitted_at", NEW."submitted_by_id", NEW."remark", NEW."due", NEW."version"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_recommendationlist_u;

CREATE TRIGGER journal_evaluation_recommendationlist_u AFTER UPDATE ON evaluation_recommendationlist FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_recommendationlist', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."unit_id", OLD."pool_id", OLD."state", OLD."base", OLD."ratio_bp", OLD."cap", OLD."is_min_one", OLD."branches", OLD."submitted_at", OLD."submitted_by_id", OLD."remark", OLD."due", OLD."version"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."unit_id", NEW."pool_id", NEW."state", NEW."base", NEW."ratio_bp", NEW."cap", NEW."is_min_one", NEW."branches", NEW."submitted_at", NEW."submitted_by_id", NEW."remark", NEW."due", NEW."version"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_recommendationlist_d;

CREATE TRIGGER journal_evaluation_recommendationlist_d AFTER DELETE ON evaluation_recommendationlist FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_recommendationlist', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."unit_id", OLD."pool_id", OLD."state", OLD."base", OLD."ratio_bp", OLD."cap", OLD."is_min_one", OLD."branches", OLD."submitted_at", OLD."submitted_by_id", OLD."remark", OLD."due", OLD."version"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_recusal_i;

CREATE TRIGGER journal_evaluation_recusal_i AFTER INSERT ON evaluation_recusal FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_recusal', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."candidacy_id", NEW."user_id", NEW."reason", NEW."is_automatic", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_recusal_u;

CREATE TRIGGER journal_evaluation_recusal_u AFTER UPDATE ON evaluation_recusal FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_recusal', NEW.id, 'U',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."user_id", OLD."reason", OLD."is_automatic", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."candidacy_id", NEW."user_id", NEW."reason", NEW."is_automatic", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_recusal_d;

CREATE TRIGGER journal_evaluation_recusal_d AFTER DELETE ON evaluation_recusal FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_recusal', OLD.id, 'D',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."user_id", OLD."reason", OLD."is_automatic", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspection_i;

CREATE TRIGGER journal_evaluation_reinspection_i AFTER INSERT ON evaluation_reinspection FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspection', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."honour_id", NEW."is_special", NEW."state", NEW."since", NEW."version", NEW."due", NEW."changes", NEW."reason", NEW."report_id", NEW."carries_over_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspection_u;

CREATE TRIGGER journal_evaluation_reinspection_u AFTER UPDATE ON evaluation_reinspection FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspection', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."honour_id", OLD."is_special", OLD."state", OLD."since", OLD."version", OLD."due", OLD."changes", OLD."reason", OLD."report_id", OLD."carries_over_id"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."honour_id", NEW."is_special", NEW."state", NEW."since", NEW."version", NEW."due", NEW."changes", NEW."reason", NEW."report_id", NEW."carries_over_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspection_d;

CREATE TRIGGER journal_evaluation_reinspection_d AFTER DELETE ON evaluation_reinspection FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspection', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."honour_id", OLD."is_special", OLD."state", OLD."since", OLD."version", OLD."due", OLD."changes", OLD."reason", OLD."report_id", OLD."carries_over_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspectionanswer_i;

CREATE TRIGGER journal_evaluation_reinspectionanswer_i AFTER INSERT ON evaluation_reinspectionanswer FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspectionanswer', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."reinspection_id", NEW."disqualification_id", NEW."answer", NEW."facts", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspectionanswer_u;

CREATE TRIGGER journal_evaluation_reinspectionanswer_u AFTER UPDATE ON evaluation_reinspectionanswer FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspectionanswer', NEW.id, 'U',
        journal_digest(OLD."id", OLD."reinspection_id", OLD."disqualification_id", OLD."answer", OLD."facts", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."reinspection_id", NEW."disqualification_id", NEW."answer", NEW."facts", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspectionanswer_d;

CREATE TRIGGER journal_evaluation_reinspectionanswer_d AFTER DELETE ON evaluation_reinspectionanswer FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspectionanswer', OLD.id, 'D',
        journal_digest(OLD."id", OLD."reinspection_id", OLD."disqualification_id", OLD."answer", OLD."facts", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspectionrecord_i;

CREATE TRIGGER journal_evaluation_reinspectionrecord_i AFTER INSERT ON evaluation_reinspectionrecord FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspectionrecord', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."reinspection_id", NEW."number", NEW."action", NEW."before", NEW."after", NEW."by_id", NEW."note", NEW."data", NEW."is_late", NEW."at", NEW."announced_at", NEW."digest"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspectionrecord_u;

CREATE TRIGGER journal_evaluation_reinspectionrecord_u AFTER UPDATE ON evaluation_reinspectionrecord FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspectionrecord', NEW.id, 'U',
        journal_digest(OLD."id", OLD."reinspection_id", OLD."number", OLD."action", OLD."before", OLD."after", OLD."by_id", OLD."note", OLD."data", OLD."is_late", OLD."at", OLD."announced_at", OLD."digest"),
        journal_digest(NEW."id", NEW."reinspection_id", NEW."number", NEW."action", NEW."before", NEW."after", NEW."by_id", NEW."note", NEW."data", NEW."is_late", NEW."at", NEW."announced_at", NEW."digest"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspectionrecord_d;

CREATE TRIGGER journal_evaluation_reinspectionrecord_d AFTER DELETE ON evaluation_reinspectionrecord FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspectionrecord', OLD.id, 'D',
        journal_digest(OLD."id", OLD."reinspection_id", OLD."number", OLD."action", OLD."before", OLD."after", OLD."by_id", OLD."note", OLD."data", OLD."is_late", OLD."at", OLD."announced_at", OLD."digest"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspectionrecusal_i;

CREATE TRIGGER journal_evaluation_reinspectionrecusal_i AFTER INSERT ON evaluation_reinspectionrecusal FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspectionrecusal', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."reinspection_id", NEW."user_id", NEW."reason", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspectionrecusal_u;

CREATE TRIGGER journal_evaluation_reinspectionrecusal_u AFTER UPDATE ON evaluation_reinspectionrecusal FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspectionrecusal', NEW.id, 'U',
        journal_digest(OLD."id", OLD."reinspection_id", OLD."user_id", OLD."reason", OLD."at"),
        journal_digest(NEW."id", NEW."reinspection_id", NEW."user_id", NEW."reason", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspectionrecusal_d;

CREATE TRIGGER journal_evaluation_reinspectionrecusal_d AFTER DELETE ON evaluation_reinspectionrecusal FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspectionrecusal', OLD.id, 'D',
        journal_digest(OLD."id", OLD."reinspection_id", OLD."user_id", OLD."reason", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspectionreport_i;

CREATE TRIGGER journal_evaluation_reinspectionreport_i AFTER INSERT ON evaluation_reinspectionreport FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspectionreport', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."unit_id", NEW."number", NEW."rows", NEW."remark", NEW."is_late", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspectionreport_u;

CREATE TRIGGER journal_evaluation_reinspectionreport_u AFTER UPDATE ON evaluation_reinspectionreport FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspectionreport', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."unit_id", OLD."number", OLD."rows", OLD."remark", OLD."is_late", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."unit_id", NEW."number", NEW."rows", NEW."remark", NEW."is_late", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_reinspectionreport_d;

CREATE TRIGGER journal_evaluation_reinspectionreport_d AFTER DELETE ON evaluation_reinspectionreport FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_reinspectionreport', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."unit_id", OLD."number", OLD."rows", OLD."remark", OLD."is_late", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_rendition_i;

CREATE TRIGGER journal_evaluation_rendition_i AFTER INSERT ON evaluation_rendition FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_rendition', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."notice_id", NEW."form", NEW."file", NEW."sha256", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_rendition_u;

CREATE TRIGGER journal_evaluation_rendition_u AFTER UPDATE ON evaluation_rendition FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_rendition', NEW.id, 'U',
        journal_digest(OLD."id", OLD."notice_id", OLD."form", OLD."file", OLD."sha256", OLD."at"),
        journal_digest(NEW."id", NEW."notice_id", NEW."form", NEW."file", NEW."sha256", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_rendition_d;

CREATE TRIGGER journal_evaluation_rendition_d AFTER DELETE ON evaluation_rendition FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_rendition', OLD.id, 'D',
        journal_digest(OLD."id", OLD."notice_id", OLD."form", OLD."file", OLD."sha256", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_returnrequest_i;

CREATE TRIGGER journal_evaluation_returnrequest_i AFTER INSERT ON evaluation_returnrequest FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_returnrequest', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."candidacy_id", NEW."version", NEW."reason", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_returnrequest_u;

CREATE TRIGGER journal_evaluation_returnrequest_u AFTER UPDATE ON evaluation_returnrequest FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_returnrequest', NEW.id, 'U',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."version", OLD."reason", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."candidacy_id", NEW."version", NEW."reason", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_returnrequest_d;

CREATE TRIGGER journal_evaluation_returnrequest_d AFTER DELETE ON evaluation_returnrequest FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_returnrequest', OLD.id, 'D',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."version", OLD."reason", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_revocationground_i;

CREATE TRIGGER journal_evaluation_revocationground_i AFTER INSERT ON evaluation_revocationground FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_revocationground', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."reinspection_id", NEW."body", NEW."criterion_id", NEW."disqualification_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_revocationground_u;

CREATE TRIGGER journal_evaluation_revocationground_u AFTER UPDATE ON evaluation_revocationground FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_revocationground', NEW.id, 'U',
        journal_digest(OLD."id", OLD."reinspection_id", OLD."body", OLD."criterion_id", OLD."disqualification_id"),
        journal_digest(NEW."id", NEW."reinspection_id", NEW."body", NEW."criterion_id", NEW."disqualification_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_revocationground_d;

CREATE TRIGGER journal_evaluation_revocationground_d AFTER DELETE ON evaluation_revocationground FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_revocationground', OLD.id, 'D',
        journal_digest(OLD."id", OLD."reinspection_id", OLD."body", OLD."criterion_id", OLD."disqualification_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_score_i;

CREATE TRIGGER journal_evaluation_score_i AFTER INSERT ON evaluation_score FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_score', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."sheet_id", NEW."criterion_id", NEW."grade", NEW."points", NEW."note", NEW."version", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_score_u;

CREATE TRIGGER journal_evaluation_score_u AFTER UPDATE ON evaluation_score FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_score', NEW.id, 'U',
        journal_digest(OLD."id", OLD."sheet_id", OLD."criterion_id", OLD."grade", OLD."points", OLD."note", OLD."version", OLD."at"),
        journal_digest(NEW."id", NEW."sheet_id", NEW."criterion_id", NEW."grade", NEW."points", NEW."note", NEW."version", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_score_d;

CREATE TRIGGER journal_evaluation_score_d AFTER DELETE ON evaluation_score FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_score', OLD.id, 'D',
        journal_digest(OLD."id", OLD."sheet_id", OLD."criterion_id", OLD."grade", OLD."points", OLD."note", OLD."version", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_scorephoto_i;

CREATE TRIGGER journal_evaluation_scorephoto_i AFTER INSERT ON evaluation_scorephoto FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_scorephoto', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."sheet_id", NEW."criterion_id", NEW."op", NEW."file", NEW."content_type", NEW."size", NEW."sha256", NEW."at", NEW."is_removed"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_scorephoto_u;

CREATE TRIGGER journal_evaluation_scorephoto_u AFTER UPDATE ON evaluation_scorephoto FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_scorephoto', NEW.id, 'U',
        journal_digest(OLD."id", OLD."sheet_id", OLD."criterion_id", OLD."op", OLD."file", OLD."content_type", OLD."size", OLD."sha256", OLD."at", OLD."is_removed"),
        journal_digest(NEW."id", NEW."sheet_id", NEW."criterion_id", NEW."op", NEW."file", NEW."content_type", NEW."size", NEW."sha256", NEW."at", NEW."is_removed"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_scorephoto_d;

CREATE TRIGGER journal_evaluation_scorephoto_d AFTER DELETE ON evaluation_scorephoto FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_scorephoto', OLD.id, 'D',
        journal_digest(OLD."id", OLD."sheet_id", OLD."criterion_id", OLD."op", OLD."file", OLD."content_type", OLD."size", OLD."sha256", OLD."at", OLD."is_removed"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_scoresheet_i;

CREATE TRIGGER journal_evaluation_scoresheet_i AFTER INSERT ON evaluation_scoresheet FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_scoresheet', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."candidacy_id", NEW."assessor_id", NEW."remark", NEW."remark_version", NEW."remark_at", NEW."submitted_at", NEW."return_reason"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_scoresheet_u;

CREATE TRIGGER journal_evaluation_scoresheet_u AFTER UPDATE ON evaluation_scoresheet FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_scoresheet', NEW.id, 'U',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."assessor_id", OLD."remark", OLD."remark_version", OLD."remark_at", OLD."submitted_at", OLD."return_reason"),
        journal_digest(NEW."id", NEW."candidacy_id", NEW."assessor_id", NEW."remark", NEW."remark_version", NEW."remark_at", NEW."submitted_at", NEW."return_reason"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_scoresheet_d;

CREATE TRIGGER journal_evaluation_scoresheet_d AFTER DELETE ON evaluation_scoresheet FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_scoresheet', OLD.id, 'D',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."assessor_id", OLD."remark", OLD."remark_version", OLD."remark_at", OLD."submitted_at", OLD."return_reason"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_seat_i;

CREATE TRIGGER journal_evaluation_seat_i AFTER INSERT ON evaluation_seat FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_seat', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."list_id", NEW."number"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_seat_u;

CREATE TRIGGER journal_evaluation_seat_u AFTER UPDATE ON evaluation_seat FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_seat', NEW.id, 'U',
        journal_digest(OLD."id", OLD."list_id", OLD."number"),
        journal_digest(NEW."id", NEW."list_id", NEW."number"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_seat_d;

CREATE TRIGGER journal_evaluation_seat_d AFTER DELETE ON evaluation_seat FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_seat', OLD.id, 'D',
        journal_digest(OLD."id", OLD."list_id", OLD."number"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_signature_i;

CREATE TRIGGER journal_evaluation_signature_i AFTER INSERT ON evaluation_signature FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_signature', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."version_id", NEW."body", NEW."text_id", NEW."fingerprint", NEW."by_id", NEW."at", NEW."withdrawn_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_signature_u;

CREATE TRIGGER journal_evaluation_signature_u AFTER UPDATE ON evaluation_signature FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_signature', NEW.id, 'U',
        journal_digest(OLD."id", OLD."version_id", OLD."body", OLD."text_id", OLD."fingerprint", OLD."by_id", OLD."at", OLD."withdrawn_at"),
        journal_digest(NEW."id", NEW."version_id", NEW."body", NEW."text_id", NEW."fingerprint", NEW."by_id", NEW."at", NEW."withdrawn_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_signature_d;

CREATE TRIGGER journal_evaluation_signature_d AFTER DELETE ON evaluation_signature FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_signature', OLD.id, 'D',
        journal_digest(OLD."id", OLD."version_id", OLD."body", OLD."text_id", OLD."fingerprint", OLD."by_id", OLD."at", OLD."withdrawn_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_sitevisit_i;

CREATE TRIGGER journal_evaluation_sitevisit_i AFTER INSERT ON evaluation_sitevisit FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_sitevisit', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."candidacy_id", NEW."visited_on", NEW."place", NEW."findings", NEW."version", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_sitevisit_u;

CREATE TRIGGER journal_evaluation_sitevisit_u AFTER UPDATE ON evaluation_sitevisit FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_sitevisit', NEW.id, 'U',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."visited_on", OLD."place", OLD."findings", OLD."version", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."candidacy_id", NEW."visited_on", NEW."place", NEW."findings", NEW."version", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_sitevisit_d;

CREATE TRIGGER journal_evaluation_sitevisit_d AFTER DELETE ON evaluation_sitevisit FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_sitevisit', OLD.id, 'D',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."visited_on", OLD."place", OLD."findings", OLD."version", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_sitevisit_visitors_i;

CREATE TRIGGER journal_evaluation_sitevisit_visitors_i AFTER INSERT ON evaluation_sitevisit_visitors FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_sitevisit_visitors', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."sitevisit_id", NEW."user_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_sitevisit_visitors_u;

CREATE TRIGGER journal_evaluation_sitevisit_visitors_u AFTER UPDATE ON evaluation_sitevisit_visitors FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_sitevisit_visitors', NEW.id, 'U',
        journal_digest(OLD."id", OLD."sitevisit_id", OLD."user_id"),
        journal_digest(NEW."id", NEW."sitevisit_id", NEW."user_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_sitevisit_visitors_d;

CREATE TRIGGER journal_evaluation_sitevisit_visitors_d AFTER DELETE ON evaluation_sitevisit_visitors FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_sitevisit_visitors', OLD.id, 'D',
        journal_digest(OLD."id", OLD."sitevisit_id", OLD."user_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_submission_i;

CREATE TRIGGER journal_evaluation_submission_i AFTER INSERT ON evaluation_submission FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_submission', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."candidacy_id", NEW."number", NEW."content", NEW."by_id", NEW."is_proxy", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_submission_u;

CREATE TRIGGER journal_evaluation_submission_u AFTER UPDATE ON evaluation_submission FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_submission', NEW.id, 'U',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."number", OLD."content", OLD."by_id", OLD."is_proxy", OLD."at"),
        journal_digest(NEW."id", NEW."candidacy_id", NEW."number", NEW."content", NEW."by_id", NEW."is_proxy", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_submission_d;

CREATE TRIGGER journal_evaluation_submission_d AFTER DELETE ON evaluation_submission FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_submission', OLD.id, 'D',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."number", OLD."content", OLD."by_id", OLD."is_proxy", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_submission_evidence_i;

CREATE TRIGGER journal_evaluation_submission_evidence_i AFTER INSERT ON evaluation_submission_evidence FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_submission_evidence', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."submission_id", NEW."evidence_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_submission_evidence_u;

CREATE TRIGGER journal_evaluation_submission_evidence_u AFTER UPDATE ON evaluation_submission_evidence FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_submission_evidence', NEW.id, 'U',
        journal_digest(OLD."id", OLD."submission_id", OLD."evidence_id"),
        journal_digest(NEW."id", NEW."submission_id", NEW."evidence_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_submission_evidence_d;

CREATE TRIGGER journal_evaluation_submission_evidence_d AFTER DELETE ON evaluation_submission_evidence FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_submission_evidence', OLD.id, 'D',
        journal_digest(OLD."id", OLD."submission_id", OLD."evidence_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_subsidy_i;

CREATE TRIGGER journal_evaluation_subsidy_i AFTER INSERT ON evaluation_subsidy FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_subsidy', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."honour_id", NEW."amount", NEW."source", NEW."paid_on", NEW."voucher", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_subsidy_u;

CREATE TRIGGER journal_evaluation_subsidy_u AFTER UPDATE ON evaluation_subsidy FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_subsidy', NEW.id, 'U',
        journal_digest(OLD."id", OLD."honour_id", OLD."amount", OLD."source", OLD."paid_on", OLD."voucher", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."honour_id", NEW."amount", NEW."source", NEW."paid_on", NEW."voucher", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_subsidy_d;

CREATE TRIGGER journal_evaluation_subsidy_d AFTER DELETE ON evaluation_subsidy FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_subsidy', OLD.id, 'D',
        journal_digest(OLD."id", OLD."honour_id", OLD."amount", OLD."source", OLD."paid_on", OLD."voucher", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_succession_i;

CREATE TRIGGER journal_evaluation_succession_i AFTER INSERT ON evaluation_succession FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_succession', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."kind", NEW."unit_id", NEW."into_id", NEW."state", NEW."effective_on", NEW."basis", NEW."old_names", NEW."new_names", NEW."carrier_id", NEW."consequences", NEW."remark", NEW."by_id", NEW."at", NEW."decided_by_id", NEW."decided_at", NEW."decision_note"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_succession_u;

CREATE TRIGGER journal_evaluation_succession_u AFTER UPDATE ON evaluation_succession FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_succession', NEW.id, 'U',
        journal_digest(OLD."id", OLD."kind", OLD."unit_id", OLD."into_id", OLD."state", OLD."effective_on", OLD."basis", OLD."old_names", OLD."new_names", OLD."carrier_id", OLD."consequences", OLD."remark", OLD."by_id", OLD."at", OLD."decided_by_id", OLD."decided_at", OLD."decision_note"),
        journal_digest(NEW."id", NEW."kind", NEW."unit_id", NEW."into_id", NEW."state", NEW."effective_on", NEW."basis", NEW."old_names", NEW."new_names", NEW."carrier_id", NEW."consequences", NEW."remark", NEW."by_id", NEW."at", NEW."decided_by_id", NEW."decided_at", NEW."decision_note"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_succession_d;

CREATE TRIGGER journal_evaluation_succession_d AFTER DELETE ON evaluation_succession FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_succession', OLD.id, 'D',
        journal_digest(OLD."id", OLD."kind", OLD."unit_id", OLD."into_id", OLD."state", OLD."effective_on", OLD."basis", OLD."old_names", OLD."new_names", OLD."carrier_id", OLD."consequences", OLD."remark", OLD."by_id", OLD."at", OLD."decided_by_id", OLD."decided_at", OLD."decision_note"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_succession_predecessors_i;

CREATE TRIGGER journal_evaluation_succession_predecessors_i AFTER INSERT ON evaluation_succession_predecessors FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_succession_predecessors', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."succession_id", NEW."branch_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_succession_predecessors_u;

CREATE TRIGGER journal_evaluation_succession_predecessors_u AFTER UPDATE ON evaluation_succession_predecessors FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_succession_predecessors', NEW.id, 'U',
        journal_digest(OLD."id", OLD."succession_id", OLD."branch_id"),
        journal_digest(NEW."id", NEW."succession_id", NEW."branch_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_succession_predecessors_d;

CREATE TRIGGER journal_evaluation_succession_predecessors_d AFTER DELETE ON evaluation_succession_predecessors FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_succession_predecessors', OLD.id, 'D',
        journal_digest(OLD."id", OLD."succession_id", OLD."branch_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_succession_successors_i;

CREATE TRIGGER journal_evaluation_succession_successors_i AFTER INSERT ON evaluation_succession_successors FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_succession_successors', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."succession_id", NEW."branch_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_succession_successors_u;

CREATE TRIGGER journal_evaluation_succession_successors_u AFTER UPDATE ON evaluation_succession_successors FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_succession_successors', NEW.id, 'U',
        journal_digest(OLD."id", OLD."succession_id", OLD."branch_id"),
        journal_digest(NEW."id", NEW."succession_id", NEW."branch_id"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_succession_successors_d;

CREATE TRIGGER journal_evaluation_succession_successors_d AFTER DELETE ON evaluation_succession_successors FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_succession_successors', OLD.id, 'D',
        journal_digest(OLD."id", OLD."succession_id", OLD."branch_id"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_teammember_i;

CREATE TRIGGER journal_evaluation_teammember_i AFTER INSERT ON evaluation_teammember FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_teammember', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."team_id", NEW."user_id", NEW."joined_on", NEW."left_on", NEW."counts", NEW."marks_seen", NEW."told_joined_at", NEW."told_left_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_teammember_u;

CREATE TRIGGER journal_evaluation_teammember_u AFTER UPDATE ON evaluation_teammember FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_teammember', NEW.id, 'U',
        journal_digest(OLD."id", OLD."team_id", OLD."user_id", OLD."joined_on", OLD."left_on", OLD."counts", OLD."marks_seen", OLD."told_joined_at", OLD."told_left_at"),
        journal_digest(NEW."id", NEW."team_id", NEW."user_id", NEW."joined_on", NEW."left_on", NEW."counts", NEW."marks_seen", NEW."told_joined_at", NEW."told_left_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_teammember_d;

CREATE TRIGGER journal_evaluation_teammember_d AFTER DELETE ON evaluation_teammember FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_teammember', OLD.id, 'D',
        journal_digest(OLD."id", OLD."team_id", OLD."user_id", OLD."joined_on", OLD."left_on", OLD."counts", OLD."marks_seen", OLD."told_joined_at", OLD."told_left_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_textcheck_i;

CREATE TRIGGER journal_evaluation_textcheck_i AFTER INSERT ON evaluation_textcheck FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_textcheck', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."text_id", NEW."is_passed", NEW."reason", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_textcheck_u;

CREATE TRIGGER journal_evaluation_textcheck_u AFTER UPDATE ON evaluation_textcheck FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_textcheck', NEW.id, 'U',
        journal_digest(OLD."id", OLD."text_id", OLD."is_passed", OLD."reason", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."text_id", NEW."is_passed", NEW."reason", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_textcheck_d;

CREATE TRIGGER journal_evaluation_textcheck_d AFTER DELETE ON evaluation_textcheck FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_textcheck', OLD.id, 'D',
        journal_digest(OLD."id", OLD."text_id", OLD."is_passed", OLD."reason", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_transition_i;

CREATE TRIGGER journal_evaluation_transition_i AFTER INSERT ON evaluation_transition FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_transition', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."candidacy_id", NEW."number", NEW."action", NEW."before", NEW."after", NEW."by_id", NEW."note", NEW."data", NEW."is_late", NEW."at", NEW."announced_at", NEW."digest"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_transition_u;

CREATE TRIGGER journal_evaluation_transition_u AFTER UPDATE ON evaluation_transition FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_transition', NEW.id, 'U',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."number", OLD."action", OLD."before", OLD."after", OLD."by_id", OLD."note", OLD."data", OLD."is_late", OLD."at", OLD."announced_at", OLD."digest"),
        journal_digest(NEW."id", NEW."candidacy_id", NEW."number", NEW."action", NEW."before", NEW."after", NEW."by_id", NEW."note", NEW."data", NEW."is_late", NEW."at", NEW."announced_at", NEW."digest"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_transition_d;

CREATE TRIGGER journal_evaluation_transition_d AFTER DELETE ON evaluation_transition FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_transition', OLD.id, 'D',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."number", OLD."action", OLD."before", OLD."after", OLD."by_id", OLD."note", OLD."data", OLD."is_late", OLD."at", OLD."announced_at", OLD."digest"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_unitmatter_i;

CREATE TRIGGER journal_evaluation_unitmatter_i AFTER INSERT ON evaluation_unitmatter FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_unitmatter', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."unit_id", NEW."disqualification_id", NEW."facts", NEW."basis", NEW."decided_on", NEW."by_id", NEW."at", NEW."withdrawn_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_unitmatter_u;

CREATE TRIGGER journal_evaluation_unitmatter_u AFTER UPDATE ON evaluation_unitmatter FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_unitmatter', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."unit_id", OLD."disqualification_id", OLD."facts", OLD."basis", OLD."decided_on", OLD."by_id", OLD."at", OLD."withdrawn_at"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."unit_id", NEW."disqualification_id", NEW."facts", NEW."basis", NEW."decided_on", NEW."by_id", NEW."at", NEW."withdrawn_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_unitmatter_d;

CREATE TRIGGER journal_evaluation_unitmatter_d AFTER DELETE ON evaluation_unitmatter FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_unitmatter', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."unit_id", OLD."disqualification_id", OLD."facts", OLD."basis", OLD."decided_on", OLD."by_id", OLD."at", OLD."withdrawn_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_verification_i;

CREATE TRIGGER journal_evaluation_verification_i AFTER INSERT ON evaluation_verification FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_verification', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."candidacy_id", NEW."disqualification_id", NEW."tier", NEW."answer", NEW."matter_id", NEW."is_current", NEW."takes_effect", NEW."facts", NEW."basis", NEW."decided_on", NEW."by_id", NEW."at", NEW."confirmed_by_id", NEW."confirmed_at", NEW."correction_reason", NEW."correction_asked_by_id", NEW."correction_asked_at", NEW."corrected_by_id", NEW."corrected_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_verification_u;

CREATE TRIGGER journal_evaluation_verification_u AFTER UPDATE ON evaluation_verification FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_verification', NEW.id, 'U',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."disqualification_id", OLD."tier", OLD."answer", OLD."matter_id", OLD."is_current", OLD."takes_effect", OLD."facts", OLD."basis", OLD."decided_on", OLD."by_id", OLD."at", OLD."confirmed_by_id", OLD."confirmed_at", OLD."correction_reason", OLD."correction_asked_by_id", OLD."correction_asked_at", OLD."corrected_by_id", OLD."corrected_at"),
        journal_digest(NEW."id", NEW."candidacy_id", NEW."disqualification_id", NEW."tier", NEW."answer", NEW."matter_id", NEW."is_current", NEW."takes_effect", NEW."facts", NEW."basis", NEW."decided_on", NEW."by_id", NEW."at", NEW."confirmed_by_id", NEW."confirmed_at", NEW."correction_reason", NEW."correction_asked_by_id", NEW."correction_asked_at", NEW."corrected_by_id", NEW."corrected_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_verification_d;

CREATE TRIGGER journal_evaluation_verification_d AFTER DELETE ON evaluation_verification FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_verification', OLD.id, 'D',
        journal_digest(OLD."id", OLD."candidacy_id", OLD."disqualification_id", OLD."tier", OLD."answer", OLD."matter_id", OLD."is_current", OLD."takes_effect", OLD."facts", OLD."basis", OLD."decided_on", OLD."by_id", OLD."at", OLD."confirmed_by_id", OLD."confirmed_at", OLD."correction_reason", OLD."correction_asked_by_id", OLD."correction_asked_at", OLD."corrected_by_id", OLD."corrected_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_voiding_i;

CREATE TRIGGER journal_evaluation_voiding_i AFTER INSERT ON evaluation_voiding FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_voiding', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."notice_id", NEW."reason", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_voiding_u;

CREATE TRIGGER journal_evaluation_voiding_u AFTER UPDATE ON evaluation_voiding FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_voiding', NEW.id, 'U',
        journal_digest(OLD."id", OLD."notice_id", OLD."reason", OLD."by_id", OLD."at"),
        journal_digest(NEW."id", NEW."notice_id", NEW."reason", NEW."by_id", NEW."at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_voiding_d;

CREATE TRIGGER journal_evaluation_voiding_d AFTER DELETE ON evaluation_voiding FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_voiding', OLD.id, 'D',
        journal_digest(OLD."id", OLD."notice_id", OLD."reason", OLD."by_id", OLD."at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_workingmethod_i;

CREATE TRIGGER journal_evaluation_workingmethod_i AFTER INSERT ON evaluation_workingmethod FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_workingmethod', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."honour_id", NEW."state", NEW."title", NEW."background", NEW."practice", NEW."effect", NEW."reflection", NEW."version", NEW."by_id", NEW."at", NEW."submitted_at", NEW."return_reason", NEW."selected_by_id", NEW."selected_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_workingmethod_u;

CREATE TRIGGER journal_evaluation_workingmethod_u AFTER UPDATE ON evaluation_workingmethod FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_workingmethod', NEW.id, 'U',
        journal_digest(OLD."id", OLD."honour_id", OLD."state", OLD."title", OLD."background", OLD."practice", OLD."effect", OLD."reflection", OLD."version", OLD."by_id", OLD."at", OLD."submitted_at", OLD."return_reason", OLD."selected_by_id", OLD."selected_at"),
        journal_digest(NEW."id", NEW."honour_id", NEW."state", NEW."title", NEW."background", NEW."practice", NEW."effect", NEW."reflection", NEW."version", NEW."by_id", NEW."at", NEW."submitted_at", NEW."return_reason", NEW."selected_by_id", NEW."selected_at"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_workingmethod_d;

CREATE TRIGGER journal_evaluation_workingmethod_d AFTER DELETE ON evaluation_workingmethod FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_workingmethod', OLD.id, 'D',
        journal_digest(OLD."id", OLD."honour_id", OLD."state", OLD."title", OLD."background", OLD."practice", OLD."effect", OLD."reflection", OLD."version", OLD."by_id", OLD."at", OLD."submitted_at", OLD."return_reason", OLD."selected_by_id", OLD."selected_at"),
        '',
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_yearchange_i;

CREATE TRIGGER journal_evaluation_yearchange_i AFTER INSERT ON evaluation_yearchange FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_yearchange', NEW.id, 'I',
        '',
        journal_digest(NEW."id", NEW."cycle_id", NEW."kind", NEW."wanted", NEW."reason", NEW."document", NEW."by_id", NEW."at", NEW."outcome", NEW."decided_by_id", NEW."decided_at", NEW."remark"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_yearchange_u;

CREATE TRIGGER journal_evaluation_yearchange_u AFTER UPDATE ON evaluation_yearchange FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_yearchange', NEW.id, 'U',
        journal_digest(OLD."id", OLD."cycle_id", OLD."kind", OLD."wanted", OLD."reason", OLD."document", OLD."by_id", OLD."at", OLD."outcome", OLD."decided_by_id", OLD."decided_at", OLD."remark"),
        journal_digest(NEW."id", NEW."cycle_id", NEW."kind", NEW."wanted", NEW."reason", NEW."document", NEW."by_id", NEW."at", NEW."outcome", NEW."decided_by_id", NEW."decided_at", NEW."remark"),
        journal_act());
END;

DROP TRIGGER IF EXISTS journal_evaluation_yearchange_d;

CREATE TRIGGER journal_evaluation_yearchange_d AFTER DELETE ON evaluation_yearchange FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'a write without an act') WHERE journal_act() IS NULL;
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    VALUES ('evaluation_yearchange', OLD.id, 'D',
        journal_digest(OLD."id", OLD."cycle_id", OLD."kind", OLD."wanted", OLD."reason", OLD."document", OLD."by_id", OLD."at", OLD."outcome", OLD."decided_by_id", OLD."decided_at", OLD."remark"),
        '',
        journal_act());
END;
